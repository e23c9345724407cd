"""What a person sees of a mail, and where its links lead."""

import re
from collections.abc import Iterable, Iterator

from ingest.mail_charsets import decode
from ingest.mail_flowed import unfolded
from ingest.mail_headers import split
from ingest.mail_html import html_text
from ingest.mail_look import Look
from ingest.mail_part import Part
from ingest.mail_parts import parts_of
from ingest.mail_structure import is_armoured

MAX_TEXT = 1_000_000
MAX_LINKS = 1_000
MAX_LINK = 8_192
STUB = 4  # a plain form of less than a fourth says only that there is another
# What stands before it is looked at after: a pattern with a fixed beginning is found much faster.
_LINK = re.compile(r"://[^\s<>\"'\\^`{|}\x00-\x20]+")


def look_at(root: Part, flags: set[str]) -> tuple[str | None, Look]:
    """The visible text of a mail, and what else its body holds; http(s) addresses each once."""
    look = Look(flags)
    text = _joined(_pieces(root, look))
    if not text and (inner := _enclosed(root, flags)):
        text = _joined(_pieces(inner, look))
    if len(text) > MAX_TEXT or len(look.links) > MAX_LINKS:
        flags.add("text_cut")
    kept = [link for link in look.links if len(link) <= MAX_LINK]
    look.links = dict.fromkeys(kept[:MAX_LINKS])
    look.html_text = look.html_text and look.html_text[:MAX_TEXT]
    return text[:MAX_TEXT] or None, look


def _joined(pieces: Iterable[str]) -> str:
    return "\n".join(filter(None, pieces)).strip()


def _enclosed(root: Part, flags: set[str]) -> Part | None:
    """The mail that another mail does nothing but carry: forwarded as an attachment."""
    if root.kind == "multipart/report":
        return None
    for part in root.walk():
        if part.kind == "message/rfc822":
            flags.add("text_from_enclosed")
            headers, body = split(part.data)
            return parts_of(headers, body)
    return None


def _pieces(part: Part, look: Look, plain: str = "") -> Iterator[str]:
    """The texts in a part; of HTML that says what `plain` says only the links."""
    if part.kind == "multipart/alternative":
        yield _best(part, look)
    elif part.kind == "multipart/report":
        for child in part.children:
            if child.kind != "text/rfc822-headers":  # for machines, as the delivery status is
                yield from _pieces(child, look)
    elif part.children:
        for child in part.children:
            yield from _pieces(child, look, plain)
    elif part.is_attached:
        return
    elif part.kind == "text/html":
        yield html_text(part, look, plain, STUB)
    elif part.kind == "text/plain":
        yield _plain(part, look)


def _best(part: Part, look: Look) -> str:
    """The plain form, which keeps people's quoting, unless it is only a stub of the other."""
    plain = longest = ""
    forms = {}
    for child in part.children:
        text = _joined(_pieces(child, look, plain))
        forms[child.kind] = text
        if child.kind == "text/plain" and not plain:
            plain = text
        longest = max(longest, text, key=len)
    if forms.get("text/plain") == "" and longest:
        look.flags.add("plain_empty")
    return plain if plain and len(plain) * STUB >= len(longest) else longest


def _plain(part: Part, look: Look) -> str:
    if is_armoured(part.data):
        look.flags.add("encrypted")
        return ""
    text = decode(part.data, part.charset, look.flags).replace("\r\n", "\n").replace("\r", "\n")
    if part.parameter("format") == "flowed":
        text = unfolded(text, is_joined=part.parameter("delsp") == "yes")
    for found in _LINK.finditer(text):
        start = found.start() - len("https")
        scheme = text[max(0, start) : found.start()].lower()
        if scheme.endswith("http") or scheme == "https":
            link = text[found.start() - len(scheme if scheme == "https" else "http"):found.end()]
            look.links[link.rstrip(".,;:!?)]*")] = None
    return text
