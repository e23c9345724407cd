"""Signs that a mail was not filled in, or not written as meant: forms that stand nowhere else."""

import re
from collections.abc import Iterator
from html.entities import html5

from .folding import QUOTED, TAG, TWICE, folded

NAME = r"[A-Za-z_][\w.\- |:'\"()\[\]]{0,60}?"
PLACEHOLDERS = [
    re.compile(one)
    for one in (
        r"\{\{.{0,80}?\}\}", r"\{%.{0,80}?%\}", r"<%=?.{0,80}?%>", rf"\$\{{\s*{NAME}\s*\}}",
        r"#\{\s*[A-Za-z_][\w. -]*\s*\}", r"\*\|.{1,60}?\|\*", r"<<\s*[A-Za-z_][\w. -]*\s*>>",
        r"%\([A-Za-z_][\w. ]*\)[sdif]", r"@@\s*[A-Za-z_][\w. -]*?\s*@@",
        r"(?<![A-Za-z0-9_])__[A-Za-z][A-Za-z0-9]*(?:[_ .-][A-Za-z0-9]+)*__(?![A-Za-z0-9_])",
        r"(?<![{$#])\{\s*[A-Za-z_][\w.\- ]*\s*(?:\|[^{}]*)?\}",
        r"(?<![\w%])%[A-Za-z_][\w.\- ]*[A-Za-z0-9_]%(?![\w%])", r"\[%.{1,60}?%\]",
        r"\[\[\s*[A-Za-z_][\w. -]*\s*\]\]",
    )
]  # fmt: skip
NO_SLOT = re.compile(r"\[\s*(sic|external|ext|spam|extern|externe|externo|\d+)\s*\]", re.I)
NULLS = {"none", "null", "nil", "undefined", "nan", "n/a", "#n/a", "[object object]",
         "invalid date", "-", "--", "–", "—", "0000-00-00", "(null)", "<null>"}  # fmt: skip
EPOCH = re.compile(
    r"^(1970-01-01|0?1[./-]0?1[./-](19)?70|(1\.?|1st|1er|01\.?) ?(de )?"
    r"(january|januar|janvier|enero|jan\.?)"
    r" ?(de )?1970|(january|jan\.?) 1(st)?,? 1970)(?:[T ]00:00(:00)?\S*)?$",
    re.I,
)
DUMMY = re.compile(
    r"\blorem ipsum\b|(?<![A-Za-z0-9])X(?:[ -]?X){3,}(?![A-Za-z0-9])|\btest@test\b|\bfoo@bar\b|"
    r"\b(?:[\w-]+\.)*example\.(?:com|org|net)\b",
    re.I,
)
DUMMY_VALUES = {"tbd", "tba", "max mustermann", "john doe", "jane doe", "erika mustermann"}
ENTITY = re.compile(r"&(?:amp;)*(#\d{1,5}|#x[0-9a-f]{1,4}|[a-z]{2,8}\d?);", re.I)
BRACKETS = re.compile(r"\[\s*([A-Za-z_][A-Za-z0-9]*(?:[_. |-]+[A-Za-z0-9]+)*)\s*\]")
NAMED = re.compile(
    r"_|^[A-Z][A-Z0-9 .-]*$|name|order|number|customer|date|address|link|track|email|total|item|"
    r"carrier|nummer|kunde|datum|adresse|nom|numero|commande|fecha|pedido|nombre|first|last"
)


def placeholders_in(text: str) -> list[str]:
    if not re.search(r"[\[{<%$*@_#]", text):
        return []
    found = [match[0] for pattern in PLACEHOLDERS for match in pattern.finditer(text)]
    found += [match[0] for match in BRACKETS.finditer(text) if NAMED.search(match[1])]
    return [one for one in found if not NO_SLOT.fullmatch(one)]


def is_null(value: str | None) -> bool:
    said = " ".join((value or "").split()).strip().lower()
    return said.rstrip(".,!") in NULLS or said in NULLS or bool(EPOCH.match(said.rstrip(".,!")))


def dummies_in(text: str) -> list[str]:
    return [match[0] for match in DUMMY.finditer(text)]


def is_dummy_value(value: str) -> bool:
    return folded(value) in DUMMY_VALUES


def garbled(text: str) -> Iterator[str]:
    """Characters that an encoding broke, and signs of HTML or of a mail's transport."""
    for match in TWICE.finditer(text):
        yield match[0]
    if "\ufffd" in text:
        yield "\ufffd"
    for pattern in (QUOTED, TAG):
        yield from (match[0] for match in pattern.finditer(text))
    for match in ENTITY.finditer(text):
        if match[1].startswith("#") or match[1] + ";" in html5:
            yield match[0]


