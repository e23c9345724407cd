"""Which mail a report is about: by what it encloses, copies as text, or answers to."""

import re

from ingest.mail_addresses import addresses
from ingest.mail_headers import Headers, split
from ingest.mail_parts import Part
from ingest.mail_words import header_text

LONGEST = 200_000  # characters of a report that are looked at
_ENCLOSED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
_COPIED = re.compile(
    r"^[> \t]{0,8}(?:x-)?(?:original-)?message-id:[ \t]{0,8}\n?[> \t]{0,8}<([^<>\s]{1,998})>",
    re.MULTILINE | re.IGNORECASE,
)
_BRACKETED = re.compile(r"<([^<>\s]{1,998})>")


def message_id_of(value: bytes | None) -> str | None:
    """An identifier without < >; None where the header is empty or holds none."""
    text = header_text(value or b"", set())
    found = re.search(r"<([^<>]+)>", text)
    bare = (found[1] if found else text.strip("<>[] ")).strip()
    return bare[:998] or None


def original_id(headers: Headers, root: Part, text: str) -> str | None:
    """The Message-ID of the mail reported on; what the report itself answers to comes last."""
    if enclosed := enclosed_headers(root):
        if found := message_id_of(enclosed.first("message-id")):
            return found
    if copied := _COPIED.search(text[:LONGEST]):
        return copied[1]
    for part in root.walk():
        if part.kind.startswith("message/") and part.kind not in _ENCLOSED:
            if named := message_id_of(split(part.data)[0].first("original-message-id")):
                return named
    answered = [*headers.all("in-reply-to")[:1], *reversed(headers.all("references")[:1])]
    found = [_BRACKETED.findall(header_text(value, set())) for value in answered]
    return next((ids[-1] for ids in found if ids), None)


def enclosed_headers(root: Part) -> Headers | None:
    """The header block of the mail that came back, whole or only its headers."""
    for part in root.walk():
        if part.kind in _ENCLOSED and part.data.strip():
            return split(part.data)[0]
    return None


def only_addressee(enclosed: Headers | None) -> str | None:
    """The one address that the mail went to; None where there are more."""
    found = addresses(enclosed, "to", "cc", "bcc") if enclosed else []
    return found[0] if len(found) == 1 else None
