"""What a source of export files may be told beside the mapping of its columns."""

import os
import re
from pathlib import Path
from typing import Self

from pydantic import Field, field_validator, model_validator

from ingest.record_options import RecordOptions

_ADDRESS = re.compile(r"(^|/)[A-Za-z][A-Za-z0-9+.-]+:/")


class FileOptions(RecordOptions):
    """Files of one table."""

    files: tuple[str, ...]
    roots: tuple[Path, ...] = ()  # nothing outside them is read; without any: the named folders
    settle_seconds: float = Field(default=2.0, ge=0, le=3600)  # younger files may still be written
    done: str | None = Field(default=None, min_length=1)  # FILE counts once FILE + this is there

    @field_validator("files")
    @classmethod
    def _are_no_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in value:
            if _ADDRESS.search(pattern):
                # Not repeated: an address often carries a password.
                raise ValueError("an address of the network is no file; fetch it into a folder")
        return value

    @model_validator(mode="after")
    def _stay_where_they_are_allowed(self) -> Self:
        for pattern in self.files:
            place = Path(os.path.normpath(pattern))
            if self.roots:
                if not any(place.is_relative_to(os.path.normpath(root)) for root in self.roots):
                    raise ValueError(f"files: {pattern} lies outside roots; name its folder there")
            elif ".." in Path(pattern).parts:
                raise ValueError(
                    f"files: {pattern} leads out of its folder; name the folder by its whole path,"
                    " or allow it: roots"
                )
        return self
