"""What a source of WooCommerce's order exports may be told: they leave much open."""

import codecs
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from ingest.woo_files import FileOptions
from ingest.woo_values import Forms
from sql.settings import Zone
from sql.typed_read import date_format_fault


def _text_encoding(value: str) -> str:
    try:
        if codecs.lookup(value)._is_text_encoding:  # zlib and rot13 are codecs too
            return value
    except LookupError:
        pass
    raise ValueError(f'no such text encoding "{value}"; often utf-8 or cp1252')


def _date_format(value: str) -> str:
    if fault := date_format_fault(value):
        raise ValueError(f"{fault}; write it as %d.%m.%Y %H:%M")
    return value


Sign = Annotated[str, Field(min_length=1, max_length=1)]


class CsvOptions(FileOptions):
    """Exports write neither zones nor how they write numbers."""

    zone: Zone  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues]
    statuses: Mapping[str, str] = {}  # the export's word -> WooCommerce's
    date_format: Annotated[str, AfterValidator(_date_format)] | None = None
    decimal: Sign | None = None
    thousands: Sign | None = None
    delimiter: Sign | None = None
    encoding: Annotated[str, AfterValidator(_text_encoding)] = "utf-8"

    @property
    def forms(self) -> Forms:
        return Forms(self.zone, self.date_format, self.decimal, self.thousands)
