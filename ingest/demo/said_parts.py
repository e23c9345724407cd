"""A said mail written out: its template's lines with the slots filled, as text and as HTML."""

import re
from html import escape
from itertools import groupby

from .garbled import GARBLED
from .mail_templates import template
from .said import Said

SLOT = re.compile(r"\[([A-Z_]+)\]")
ADDRESS = re.compile(r"https?://[^\s<>\"]+|www\.[a-z.]+\.example")
LINK = "TRACKING_LINK"
STYLE = "<style>body{font-family:sans-serif;color:#222}td{padding:2px 8px}</style>"


def plain_text(said: Said) -> str:
    return "\n".join(_filled(line, said, said.slots) for line in rows(said)) + "\n"


def html_text(said: Said) -> str:
    name = said.from_name
    parts = groupby(rows(said), key=bool)
    inner = "\n".join(_paragraph(list(lines), said) for is_full, lines in parts if is_full)
    return (
        f"<!DOCTYPE html>\n<html><head><title>{escape(name)}</title>{STYLE}</head>\n"
        f'<body><table width="600" align="center"><tr><td>\n{inner}\n'
        "</td></tr></table></body></html>\n"
    )


def rows(said: Said) -> list[str]:
    """The lines that are written, slots still open; none twice empty."""
    lines = list(template(said.shop, said.kind, said.language, said.version).lines)
    place = next(n for n, line in enumerate(lines) if "[CONTACT_INFO]" in line)
    lines[place:place] = [one for added in said.added for one in (added, "")]
    changed = [dict(said.edits).get(line, line) for line in lines]
    kept = [line for line in changed if line is not None and not said.gone & set(_slots(line))]
    kept = [line for n, line in enumerate(kept) if line or (n and kept[n - 1])]
    if said.cut_at is not None:
        kept = kept[: round(len(kept) * said.cut_at)]
    return kept


def _slots(line: str) -> list[str]:
    return SLOT.findall(line)


def _filled(line: str, said: Said, slots: dict[str, str]) -> str:
    return _garbled(SLOT.sub(lambda slot: slots.get(slot[1], slot[0]), line).rstrip(), said)


def _garbled(text: str, said: Said) -> str:
    return GARBLED[said.encoding_fault](text) if said.encoding_fault else text


def _paragraph(lines: list[str], said: Said) -> str:
    """The brand's name is a heading; the first brand's goods stand in a table."""
    slots = said.slots | said.html_slots
    if lines == [said.from_name]:
        return f"<h2>{_marked(_filled(lines[0], said, slots))}</h2>"
    if said.shop == "nordlicht" and lines[-1] == "[ORDER_SUMMARY]":
        goods = _filled(lines[-1], said, slots).split("\n")
        cells = "".join(f"<tr><td>{_marked(row)}</td></tr>" for row in goods)
        lines, cells = lines[:-1], f"<table>{cells}</table>"
    else:
        cells = ""
    return f"<p>{'<br>'.join(_html(line, said, slots) for line in lines)}</p>{cells}"


def _html(line: str, said: Said, slots: dict[str, str]) -> str:
    if f"[{LINK}]" not in line:
        return _marked(_filled(line, said, slots)).replace("\n", "<br>")
    before, _, after = line.partition(f"[{LINK}]")
    return escape(_garbled(before, said)) + _anchors(said, slots) + escape(_garbled(after, said))


def _anchors(said: Said, slots: dict[str, str]) -> str:
    """The tracking links; an anchor for every address, unless there is to be none."""
    shown = slots.get(LINK, "").split("\n")
    if said.link_target is None or not any(shown):
        return "<br>".join(map(escape, shown))
    targets = said.link_target.split("\n")
    texts = [said.link_text] * len(targets) if said.link_text else shown
    pairs = zip(targets, texts, strict=False)
    return "<br>".join(f'<a href="{escape(to)}">{escape(text)}</a>' for to, text in pairs)


def _marked(text: str) -> str:
    """Escaped, with every address made a link."""
    found, parts, end = ADDRESS.finditer(text), [], 0
    for one in found:
        address = one[0].rstrip(".")
        target = address if address.startswith("http") else f"https://{address}/"
        parts.append(escape(text[end : one.start()]))
        parts.append(f'<a href="{escape(target)}">{escape(address)}</a>')
        end = one.start() + len(address)
    return "".join(parts) + escape(text[end:])
