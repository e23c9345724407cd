"""Refused JSON records, kept so that each can be read again alone."""

from typing import Any

from ingest.json_strict import EXACT
from sql.raw.facts import Refused
from sql.record_paths import elements_of
from sql.record_values import as_json

JSON_DETAILS = {
    "json.broken": "no readable JSON",
    "json.truncated": "the record breaks off",
    "json.duplicate_key": "a key stands there twice",
    "json.not_a_number": "holds NaN or Infinity, which JSON does not have",
    "json.too_deep": "nested too deeply",
    "json.too_large": "longer than 4 MiB",
    "json.not_utf8": "holds bytes that are no UTF-8",
    "json.not_an_object": "no object, so no record",
}


def refused_record(place: str, reason: str, text: str, detail: str = "") -> Refused:
    """The record as it stands in its file."""
    payload = text.encode(errors="surrogateescape")
    return Refused(place, reason, detail or JSON_DETAILS[reason], payload)


def with_one_row(text: str, rows: str, number: int) -> str:
    """The record with no other row than this: of the lists on the way, one element each."""
    record: dict[str, Any] = EXACT.decode(text)
    elements = list(elements_of(record, rows))[number]
    inner: Any = record
    for length, step in enumerate(rows.split("."), start=1):
        path = ".".join(rows.split(".")[:length])
        inner[step] = [elements[path]]
        inner = elements[path]
    return as_json(record)
