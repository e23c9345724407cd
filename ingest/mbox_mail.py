"""What an mbox adds to a mail: its separator's date, its flags, and signs before `From `."""

import hashlib
import re
from datetime import datetime

from ingest.mail_dates import date_of, is_plausible

_DATE = re.compile(
    r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +(\d{1,2}) +(\d{1,2}:\d\d(?::\d\d)?)"
    r"(?: +([A-Z]{1,5}|[+-]\d{4}))? +(\d{4})(?: +([+-]\d{4}))?\s*$"
)
_QUOTED = {
    # mboxrd puts one more `>` before every such line, mboxo only before a bare one.
    "mboxrd": re.compile(rb"^>(>*From )", re.MULTILINE),
    "mboxo": re.compile(rb"^>(From )", re.MULTILINE),
}
_KEPT_BY_READERS = re.compile(
    rb"^(X?-?Status|X-Mozilla-Status2?|X-(?:Mozilla-)?Key(?:word)?s|X-UID|X-IMAP(?:base)?|"
    rb"Content-Length|Lines):[ \t]*([^\r\n]*)\r?\n?",
    re.MULTILINE | re.IGNORECASE,
)
_LETTERS = {
    "R": "\\Seen", "A": "\\Answered", "F": "\\Flagged", "T": "\\Draft", "D": "\\Deleted",
}  # fmt: skip
_MOZILLA = {
    0x0001: "\\Seen", 0x0002: "\\Answered", 0x0004: "\\Flagged", 0x0008: "\\Deleted",
    0x1000: "$Forwarded",
}  # fmt: skip
_BLANK = re.compile(rb"\r?\n\r?\n")
MAX_FLAGS = 50


def unquoted(raw: bytes, quoting: str) -> bytes:
    """The mail without the `>` that keeps its lines from looking like separators."""
    return _QUOTED[quoting].sub(rb"\1", raw) if b">From " in raw else raw


def envelope_date(separator: bytes, file_at: datetime) -> datetime | None:
    """The separator's own date, which is UTC where it names no zone."""
    found = _DATE.search(separator[:1000].decode("ascii", "replace"))
    if not found:
        return None
    month, day, clock, zone, year, offset = found.groups()
    moment = date_of(f"{day} {month} {year} {clock} {offset or zone or '+0000'}", set())
    return moment if moment and is_plausible(moment, file_at) else None


class Kept:
    """What mail programs write into a mail's header while it lies in an mbox."""

    def __init__(self, raw: bytes) -> None:
        blank = _BLANK.search(raw)
        self._head, self._body = (raw[: blank.start()], raw[blank.start() :]) if blank else (raw,
                                                                                          b"")
        self._fields = {name.lower(): value for name, value in _KEPT_BY_READERS.findall(self._head)}

    @property
    def flags(self) -> tuple[str, ...]:
        letters = self._text("status") + self._text("x-status")
        found = [_LETTERS[letter] for letter in letters if letter in _LETTERS]
        mozilla = self._text("x-mozilla-status").strip()
        if re.fullmatch(r"[0-9A-Fa-f]{4}", mozilla):
            found += [flag for bit, flag in _MOZILLA.items() if int(mozilla, 16) & bit]
        found += (self._text("x-keywords") + " " + self._text("x-mozilla-keys")).split()
        return tuple(dict.fromkeys(found))[:MAX_FLAGS]

    @property
    def is_folder_data(self) -> bool:
        """The first mail of some mboxes is none: the mail server keeps its own notes in it."""
        return b"x-imap" in self._fields and b"FOLDER INTERNAL DATA" in self._head

    @property
    def fingerprint(self) -> str:
        """The same wherever the mail lies in the file and whatever its reader noted in it."""
        head = _KEPT_BY_READERS.sub(b"", self._head).strip(b"\r\n")
        return hashlib.blake2b(head + self._body.rstrip(b"\r\n"), digest_size=8).hexdigest()

    def _text(self, name: str) -> str:
        return self._fields.get(name.encode(), b"").decode("ascii", "replace")
