"""What a source of CSV exports may be told beside the mapping of its columns."""

import codecs

from pydantic import Field, field_validator

from ingest.file_options import FileOptions


class ExportOptions(FileOptions):
    """Files of one table, as text."""

    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    encoding: str = "utf-8"

    @field_validator("encoding")
    @classmethod
    def _is_encoding(cls, value: str) -> str:
        try:
            if codecs.lookup(value)._is_text_encoding:  # zlib and rot13 are codecs too
                return value
        except LookupError:
            pass
        raise ValueError(f'no such text encoding "{value}"; often utf-8 or cp1252')
