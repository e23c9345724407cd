"""What the structure of a mail says of it: sealed, an appointment, a report, damaged."""

import re
from urllib.parse import unquote_to_bytes

from ingest.mail_charsets import codec_of
from ingest.mail_part import Part

_SEALED = frozenset(
    ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime",
     "application/pgp-encrypted")
)  # fmt: skip
_TNEF = frozenset(("application/ms-tnef", "application/vnd.ms-tnef"))
_ARMOUR = b"-----BEGIN PGP MESSAGE-----"
_BOUNDARY = re.compile(r"boundary\s*=\s*(?:\"([^\"]+)\"|([^\s;]+))", re.IGNORECASE)
# RFC 2231: name*=utf-8''..., name*0*=..., name*1=...
_EXTENDED = re.compile(
    r"(?:file)?name\*(?:(\d{1,4})(\*?))?\s*=\s*(\"[^\"]*\"|[^\s;]*)", re.IGNORECASE
)


def note_structure(root: Part, body: bytes, flags: set[str]) -> None:
    """Flags for what the parts show without being read."""
    for part in root.walk():
        if part.kind in _SEALED:
            flags.add("encrypted")
        elif part.kind in _TNEF:
            flags.add("tnef")
        if part.names and "*" in part.names and _has_broken_name(part.names):
            flags.add("name_defect")
    if root.kind.startswith("multipart/") and body and not _is_closed(root, body):
        flags.add("mime_defect")


def is_armoured(data: bytes) -> bool:
    """Encrypted without MIME saying so."""
    return data.lstrip()[: len(_ARMOUR)] == _ARMOUR


def report_type(root: Part) -> str | None:
    """Of a report as it says."""
    return root.parameter("report-type") if root.kind == "multipart/report" else None


def _is_closed(root: Part, body: bytes) -> bool:
    found = _BOUNDARY.search(root.content_type)
    boundary = (found[1] or found[2]) if found else ""
    end = b"--" + boundary.encode("utf-8", "replace") + b"--"
    return end in body[-1000:] or end in body


def _has_broken_name(names: str) -> bool:
    """A charset that is none, bytes that are not of it, or a section that is not there."""
    sections = [(int(found[1] or 0), found[1] is None or found[2] == "*", found[3].strip('"'))
                for found in _EXTENDED.finditer(names)]  # fmt: skip
    numbers = sorted({number for number, _, _ in sections})
    if numbers != list(range(len(numbers))):
        return True
    joined = b"".join(
        unquote_to_bytes(value) if is_encoded else value.encode("utf-8", "replace")
        for _, is_encoded, value in sorted(sections)
    )
    if not any(is_encoded for _, is_encoded, _ in sections):
        return False
    charset, quote, name = joined.partition(b"'")
    codec = codec_of(charset.decode("ascii", "replace"))
    if not quote or codec is None:
        return True
    try:
        name.decode(codec)
    except (UnicodeError, ValueError):
        return True
    return False
