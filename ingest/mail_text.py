"""What a person sees of a mail, and where its links lead."""

import re
from collections.abc import Iterable, Iterator

from ingest.mail_charsets import decode
from ingest.mail_flowed import unfolded
from ingest.mail_headers import split
from ingest.mail_html import html_text
from ingest.mail_part import Part
from ingest.mail_parts import parts_of
from ingest.mail_structure import is_armoured

MAX_TEXT = 1_000_000
MAX_LINKS = 1_000
MAX_LINK = 8_192
STUB = 4  # a plain form of less than a fourth says only that there is another
# What stands before it is looked at after: a pattern with a fixed beginning is found much faster.
_LINK = re.compile(r"://[^\s<>\"'\\^`{|}\x00-\x20]+")


def text_and_links(root: Part, flags: set[str]) -> tuple[str | None, list[str]]:
    """The visible text of a mail and the http(s) addresses in it, each once, in order."""
    links: dict[str, None] = {}
    text = _joined(_pieces(root, links, flags))
    if not text and (inner := _enclosed(root, flags)):
        text = _joined(_pieces(inner, links, flags))
    if len(text) > MAX_TEXT or len(links) > MAX_LINKS:
        flags.add("text_cut")
    kept = [link for link in links if len(link) <= MAX_LINK]
    return text[:MAX_TEXT] or None, kept[:MAX_LINKS]


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


def _pieces(
    part: Part, links: dict[str, None], flags: set[str], enough: int = 0
) -> Iterator[str]:
    """The texts in a part; of HTML that cannot hold more than `enough` signs only the links."""
    if part.kind == "multipart/alternative":
        yield _best(part, links, flags)
    elif part.kind == "multipart/report":
        for child in part.children:
            if child.kind != "text/rfc822-headers":  # for machines, as the delivery status is
                yield from _pieces(child, links, flags)
    elif part.children:
        for child in part.children:
            yield from _pieces(child, links, flags, enough)
    elif part.is_attached:
        return
    elif part.kind == "text/html":
        yield html_text(part, links, flags, enough)
    elif part.kind == "text/plain":
        yield _plain(part, links, flags)


def _best(part: Part, links: dict[str, None], flags: set[str]) -> str:
    """The plain form, which keeps people's quoting, unless it is only a stub of the other."""
    plain = longest = ""
    for child in part.children:
        text = _joined(_pieces(child, links, flags, enough=len(plain) * STUB))
        if child.kind == "text/plain" and not plain:
            plain = text
        longest = max(longest, text, key=len)
    return plain if plain and len(plain) * STUB >= len(longest) else longest


def _plain(part: Part, links: dict[str, None], flags: set[str]) -> str:
    if is_armoured(part.data):
        flags.add("encrypted")
        return ""
    text = decode(part.data, part.charset, flags).replace("\r\n", "\n").replace("\r", "\n")
    if part.parameter("format") == "flowed":
        text = unfolded(text, is_joined=part.parameter("delsp") == "yes")
    for found in _LINK.finditer(text):
        start = found.start() - len("https")
        scheme = text[max(0, start) : found.start()].lower()
        if scheme.endswith("http") or scheme == "https":
            link = text[found.start() - len(scheme if scheme == "https" else "http"):found.end()]
            links[link.rstrip(".,;:!?)]*")] = None
    return text
