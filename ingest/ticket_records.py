"""The JSON records of one export file: a page of an API as one, else each as it comes."""

import re
from collections.abc import Iterator

from ingest.file_bytes import DAMAGED, chunks, open_regular, unpacked
from ingest.files import File
from ingest.json_records import Record, Splitter
from ingest.json_strict import read_object
from sql.trouble import Trouble

MOST_BYTES = 256 << 20  # of a page, which can only be read whole
# What stands before the list of a page: null, truth, numbers and texts.
_PAGE = re.compile(
    rb'\s*\{(?:\s*"\w+"\s*:\s*(?:null|true|false|-?[\d.]+|"(?:[^"\\]|\\.)*")\s*,){0,20}\s*'
    rb'"(?:tickets|results|ticket_events|audits|data|users|agents|contacts|customers)"\s*:\s*\['
)
_BETWEEN = re.compile(r"[\s,\[\]]*")
_BOM = b"\xef\xbb\xbf"
HALF = "half_written_row"


def fault_of(file: File) -> str | None:
    """What keeps the file from being an export, told from its first bytes."""
    head = file.head.removeprefix(_BOM).lstrip()
    if not head or head[:1] in (b"{", b"["):
        return None
    what = {b"<": "a web page", b"P": "no JSON but a packed table"}.get(head[:1], "no JSON")
    return f"is {what}; let the helpdesk export JSON"


def records(file: File) -> Iterator[Record]:
    """Every record; a last one that is not whole has the reason HALF."""
    if fault := fault_of(file):
        raise Trouble(f"{file.path} {fault}")
    try:
        with open_regular(file.path) as raw:
            parts = chunks(unpacked(raw))
            if _PAGE.match(file.head.removeprefix(_BOM)):
                yield from _pages(file, parts)
            else:
                yield from _split(parts)
    except DAMAGED as error:
        raise Trouble(f"{file.path} is packed and breaks off; write it again") from error


def _split(parts: Iterator[bytes]) -> Iterator[Record]:
    splitter = Splitter()
    for part in parts:
        yield from splitter.feed(part)
    for record in splitter.feed(b"", is_final=True):
        # Once the rest of it is written, the file is read anew.
        is_half = record.reason == "json.truncated" and not splitter.has_rest
        yield record._replace(reason=HALF) if is_half else record


def _pages(file: File, parts: Iterator[bytes]) -> Iterator[Record]:
    content = b""
    for part in parts:
        content += part
        if len(content) > MOST_BYTES:
            raise Trouble(f"{file.path} is one page of over 256 MiB; write JSON lines instead")
    try:
        text = content.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        raise Trouble(f"{file.path} is no UTF-8; write it again") from error
    at = 0
    while (at := _end_of_gap(text, at)) < len(text):
        value, end, reason = read_object(text, at)
        if reason or value is None:
            raise Trouble(
                f"{file.path} is no readable JSON ({reason or 'json.not_an_object'});"
                " is it still being written? It is read once it changes"
            )
        yield Record(at, text[at:end], value, None)
        at = end


def _end_of_gap(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at
