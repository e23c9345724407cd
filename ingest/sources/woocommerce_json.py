"""WooCommerce orders that were saved to files as its REST API (or a webhook) writes them."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ingest.file_bytes import chunks, open_regular, unpacked
from ingest.file_probe import probe_files
from ingest.files import File
from ingest.json_records import Record, Splitter
from ingest.woo_files import BATCH, PLACE, FileOptions, Files
from ingest.woo_reading import read_again, take
from sql.raw.facts import Batch, Refused
from sql.settings import Probe
from sql.trouble import Trouble

_NO_JSON = {b"<": "a web page", b"P": "a spreadsheet or an archive"}
_DETAILS = {"json.not_utf8": "bytes that are no UTF-8"}


class Options(FileOptions):
    """An array, single objects, or one object a line; packed or not."""


def read(
    options: Options, name: str, cursors: dict[str, dict], now: datetime
) -> Iterator[Batch]:
    """Every file that changed, whole."""
    files = Files(options, name, cursors.get(PLACE, {}), now)
    return files.batches(lambda file: _batches(file, options))


def reread(
    options: Options, name: str, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    """Refused records, each alone."""
    return read_again(options, refused)


def probe(options: Options, name: str) -> list[Probe]:
    """How many files each pattern finds, the newest, and what is no JSON."""
    return [probe_files(pattern, _fault_of) for pattern in options.files]


def _batches(file: File, options: Options) -> Iterator[Batch]:
    if fault := _fault_of(file):
        raise Trouble(fault)
    batch, cut = Batch(PLACE, None), None
    for number, record in enumerate(_records(file), start=1):
        if cut:
            batch.refused.append(cut)
        where, cut = f"{file.path.name} byte {record.start}", None
        payload = record.text.encode(errors="surrogateescape")
        if record.value is not None:
            take(batch, record.value, where, options, payload)
        else:
            reason = record.reason or "json.broken"
            refused = Refused(where, reason, _DETAILS.get(reason, ""), payload)
            if reason == "json.truncated":
                cut = refused
            else:
                batch.refused.append(refused)
        if number % BATCH == 0:
            yield batch
            batch = Batch(PLACE, None)
    if cut:  # the file ends within it; once it is whole it is read anew
        batch.deferred["record_incomplete"] += 1
    yield batch


def _records(file: File) -> Iterator[Record]:
    splitter = Splitter()
    with open_regular(file.path) as raw:
        for chunk in chunks(unpacked(raw)):
            yield from splitter.feed(chunk)
        yield from splitter.feed(b"", is_final=True)


def _fault_of(file: File) -> str | None:
    start = file.head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    what = _NO_JSON.get(start)
    return f"is {what}, no JSON; save the orders themselves, as the REST API writes them" if (
        what) else None  # fmt: skip
