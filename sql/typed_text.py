"""An export's text made readable: UTF-8, one kind of line end, and surely a table."""

import csv
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sql.trouble import Trouble

_DELIMITERS = ",;\t|"
_HEAD_BYTES = 64 << 10
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SEPARATOR_LINE = re.compile(r"sep=(.)\s*$", re.IGNORECASE)
_HTML = re.compile(r"\s*<(!doctype|html|head|body|\?xml)", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """The first record: the names of the columns."""

    names: list[str]
    delimiter: str
    lines: int  # how many lines it takes, a `sep=;` before it included; 0: records of no file


@contextmanager
def as_utf8(path: Path, encoding: str) -> Iterator[Path]:
    """The file itself, or for the time being a copy in UTF-8. Trouble where it is no text."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if head[:2] in _UTF16:
        encoding = "utf-16"
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Trouble(f"{path} is a workbook of a spreadsheet; save it as CSV")
    if head.startswith(b"\x1f\x8b"):
        raise Trouble(f"{path} is packed with gzip; unpack it")
    if b"\0" in head and not encoding.lower().startswith(("utf-16", "utf_16", "utf-32", "utf_32")):
        raise Trouble(f"{path} holds zero bytes; is it no CSV, or in UTF-16? Then set encoding")
    if _HTML.match(head.decode(encoding, "replace").lstrip("\ufeff")):
        raise Trouble(f"{path} is a web page, perhaps of a login; fetch the export again")
    if encoding.lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig"):
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "export.csv"
        with (
            path.open(encoding=encoding, errors="replace", newline="") as source,
            copy.open("w", encoding="utf-8", newline="") as target,
        ):
            shutil.copyfileobj(source, target)
        yield copy


def header_of(path: Path, delimiter: str | None) -> Header:
    """Names of the columns; the delimiter as set, as a `sep=` line says, else the likeliest."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        first = stream.readline()
        stated = _SEPARATOR_LINE.match(first)
        if stated:
            delimiter, first = stated[1], stream.readline()
        if delimiter is None:
            delimiter = max(_DELIMITERS, key=first.count)
        reader = csv.reader((line for part in ([first], stream) for line in part),
                            delimiter=delimiter)  # fmt: skip
        try:
            names = [name.strip() for name in next(reader, [])]
        except csv.Error as error:
            raise Trouble(f"its first line is no header that can be read ({error})") from error
        return Header(names, delimiter, reader.line_num + bool(stated))


@contextmanager
def without_lines(path: Path, lines: set[int]) -> Iterator[Path]:
    """A copy with the given lines (from 1) left out and every line end the same."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "export.csv"
        with path.open("rb") as source, copy.open("wb") as target:
            for number, line in enumerate(source, start=1):
                if number not in lines:
                    target.write(line.replace(b"\r\n", b"\n"))
        yield copy


def line_at(path: Path, position: int) -> tuple[int, bytes]:
    """Number and text of the line that holds the byte at `position` (from 1), else of the last."""
    number, line, seen = 0, b"", 0
    with path.open("rb") as stream:
        while seen < position and (following := stream.readline()):
            number, line, seen = number + 1, following, seen + len(following)
    return number, line
