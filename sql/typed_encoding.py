"""An export's text made readable: UTF-8, one kind of line end, and surely a table."""

import codecs
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sql.trouble import Trouble

_HEAD_BYTES = 64 << 10
_PIECE_BYTES = 1 << 20
_MARKS = {
    b"\xef\xbb\xbf": "utf-8", b"\xff\xfe\0\0": "utf-32", b"\0\0\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16",
}  # fmt: skip
_WILDCARDS = set("*?[")
_WIDE = ("utf-16", "utf-32")
_LOGIN = re.compile(
    r"\s*(please |bitte )?(log ?in (to|first)|login (is )?required|sign ?in to|melden sie sich|"
    r"(your )?session (has )?expired|access denied|(401 )?unauthori[sz]ed|(403 )?forbidden\b)",
    re.IGNORECASE,
)
_HTML = re.compile(r"\s*<(!doctype|html|head|body|\?xml)", re.IGNORECASE)


@dataclass(frozen=True)
class Text:
    """A file that can be read as UTF-8: itself, or a copy."""

    path: Path
    encoding_used: str


def no_table(head: bytes, encoding: str = "utf-8") -> str | None:
    """Why a file that begins so holds no records, told from its first bytes."""
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "is a workbook of a spreadsheet; save it as CSV"
    text = head.decode(encoding, "replace").lstrip("\ufeff")
    if _HTML.match(text):
        return "is a web page, perhaps of a login; fetch the export again"
    if _LOGIN.match(text):
        return "asks for a login and is no export; fetch the export again"
    return None


@contextmanager
def as_utf8(path: Path, encoding: str) -> Iterator[Text]:
    """The file itself, or for the time being a copy. Trouble where it is no text.

    `encoding` is for files that are no UTF-8. Bytes that even that does not know stay as they are,
    so that their rows are refused.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if head.startswith(b"\x1f\x8b"):
        raise Trouble(f"{path} is packed with gzip; unpack it")
    used = _encoding_of(path, head, encoding)
    if fault := no_table(head, used):
        raise Trouble(f"{path} {fault}")
    if b"\0" in head and not used.startswith(_WIDE):
        raise Trouble(f"{path} holds zero bytes; is it no CSV, or in UTF-16? Then set encoding")
    is_plain = used == "utf-8" and not _has_lone_returns(path)
    if is_plain and not _WILDCARDS & set(str(path)):
        yield Text(path, used)
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "export.csv"
        if is_plain:  # but its name would be read as a pattern
            copy.symlink_to(path.absolute())
            yield Text(copy, used)
            return
        errors = "replace" if used.startswith(_WIDE) else "surrogateescape"
        with (
            path.open(encoding=used, errors=errors, newline=None) as source,
            copy.open("w", encoding="utf-8", errors="surrogateescape", newline="") as target,
        ):
            shutil.copyfileobj(source, target)
        yield Text(copy, used)


def _encoding_of(path: Path, head: bytes, encoding: str) -> str:
    """By its byte order mark, else UTF-8 where all of it is, else as set."""
    marked = next((name for mark, name in _MARKS.items() if head.startswith(mark)), None)
    if marked:
        return marked
    known = codecs.lookup(encoding).name.replace("_", "-")
    # In these every UTF-8 text would be one as well, or hardly any text is plain ASCII.
    if known in ("utf-8", "utf-8-sig"):
        return "utf-8"
    if known.startswith((*_WIDE, "utf-7", "iso2022", "hz")) or not _is_utf8(path):
        return known
    return "utf-8"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in _pieces(path):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _has_lone_returns(path: Path) -> bool:
    """Lines that end in CR alone, all or some."""
    is_open = False  # the piece before ended within CR LF, or behind a lone CR
    for piece in _pieces(path):
        if is_open and not piece.startswith(b"\n"):
            return True
        is_open = piece.endswith(b"\r")
        returns = piece.count(b"\r") - is_open
        if returns and returns != piece.count(b"\r\n"):
            return True
    return is_open


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE_BYTES):
            yield piece
