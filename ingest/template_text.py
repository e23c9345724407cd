"""A template's file as a fact: its name, the headers at its top, and its slots in one spelling."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath
from zoneinfo import ZoneInfo

from ingest.fact_making import made
from ingest.template_html import shown
from sql.raw.facts import Template

LARGEST = 1 << 20  # bytes
_HEADER = re.compile(
    r"(Shop|Locale|Kind|Version|Valid-From|Subject)[ \t]*:[ \t]*(.*)", re.IGNORECASE
)
_BRACES = re.compile(r"\{\{-?\s*([A-Za-z_][\w.]*)\s*(?:\|[^{}]*)?-?\}\}")
_BRACKETS = re.compile(r"\[([A-Z][A-Z0-9_]*)\]")
_STRAY = re.compile(r"\{\{|\}\}|\[[A-Z][A-Z0-9_]*(?![A-Z0-9_\]])")
_LOCALE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)


class NoTemplate(ValueError):
    """`reason` and detail of a file that cannot be used."""

    def __init__(self, reason: str, detail: str):
        super().__init__(detail)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class Reading:
    """What holds where a file does not say it."""

    shop: str | None
    locale: str | None
    zone: str | None  # in which a day of Valid-From begins


def template_of(content: bytes, name: str, reading: Reading) -> Template:
    """Of a file KIND.LOCALE.VERSION.txt or .html; headers at its top say more or otherwise."""
    if len(content) > LARGEST:
        raise NoTemplate("template.too_large", "over 1 MB")
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise NoTemplate("template.encoding", "not in UTF-8; save it so") from None
    headers, body = _headers(text)
    path = PurePath(name)
    kind, locale, version = _named(path, headers, reading)
    is_html = path.suffix.lower() in (".html", ".htm")
    subject, body = _with_slots(headers.get("subject") or _title(body, is_html)), _with_slots(body)
    if not (body or "").strip():
        raise NoTemplate("template.empty", "no text")
    slots = dict.fromkeys(_BRACKETS.findall(f"{subject or ''}\n{body}"))
    if is_html and not (body := shown(body or "")):
        raise NoTemplate("template.empty", "no text that anybody sees")
    return made(
        Template, shop=headers.get("shop") or reading.shop or "*", locale=locale, kind=kind,
        version=version, valid_from_at=_moment(headers.get("valid-from"), reading.zone),
        subject=subject, text=body, is_html=is_html, slots=list(slots), path=name,
    )  # fmt: skip


def _headers(text: str) -> tuple[dict[str, str], str]:
    """Lines such as `Subject: …` up to the first empty line, if the file begins with one."""
    found: dict[str, str] = {}
    lines = text.split("\n")
    for number, line in enumerate(lines):
        match = _HEADER.fullmatch(line.strip())
        if match:
            found[match[1].lower()] = match[2].strip()
        elif found and not line.strip():
            return found, "\n".join(lines[number + 1 :])
        else:
            break
    return ({}, text) if not found else (found, "\n".join(lines[len(found) :]))


def _named(
    path: PurePath, headers: Mapping[str, str], reading: Reading
) -> tuple[str, str, str]:
    kind, *rest = path.stem.split(".")
    locale = next((part for part in rest if _LOCALE.fullmatch(part)), None)
    version = next((part for part in rest if part != locale), None)
    locale = headers.get("locale") or locale or reading.locale
    if locale is None:
        raise NoTemplate(
            "template.no_locale",
            "no language; name it KIND.LOCALE.VERSION.txt, write Locale: in it, or set locale",
        )
    kind = headers.get("kind") or kind
    locale = locale.replace("_", "-").lower()
    return kind.strip().lower(), locale, headers.get("version") or version or "1"


def _with_slots(text: str | None) -> str | None:
    """Every slot as [SLOT]; order.number is ORDER_NUMBER."""
    if text is None:
        return None
    text = _BRACES.sub(lambda slot: f"[{slot[1].replace('.', '_').upper()}]", text)
    if stray := _STRAY.search(text):
        line = text.count("\n", 0, stray.start()) + 1
        raise NoTemplate("template.broken_slot", f"line {line} of its text: a slot without its end")
    return text


def _title(text: str, is_html: bool) -> str | None:
    found = _TITLE.search(text) if is_html else None
    return found[1].strip() if found else None


def _moment(text: str | None, zone: str | None) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise NoTemplate("time.invalid", "Valid-From is no day such as 2026-11-23") from None
    if at.tzinfo is None:
        if zone is None:
            raise NoTemplate("time.no_zone", "Valid-From names no zone; set zone")
        at = at.replace(tzinfo=ZoneInfo(zone))
    return at.astimezone(UTC).replace(tzinfo=None)
