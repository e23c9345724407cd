"""An export's text line by line: its header, the line at a byte, a copy without some lines."""

import csv
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sql.trouble import Trouble

_DELIMITERS = ",;\t|"
_SEPARATOR_LINE = re.compile(r"sep=(.)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """The first record: the names of the columns."""

    names: list[str]
    delimiter: str
    lines: int  # how many lines it takes, a `sep=;` before it included; 0: records of no file
    encoding_used: str = "utf-8"


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
