"""Which export files changed since they were read; an export is read whole or not at all."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ingest.export_columns import column_notes
from ingest.files import File

_EMPTY = "{} is empty, and such files usually are not; is the export broken?"


class KnownExports:
    """What was read of each file, under the settings it was read with."""

    def __init__(self, saved: Mapping[str, Any], settings: str):
        is_same = saved.get("settings") == settings
        self._settings = settings
        self._files: dict[str, dict] = dict(saved.get("files", {})) if is_same else {}
        self._columns: list[str] = list(saved.get("columns", [])) if is_same else []

    def has(self, file: File) -> bool:
        """Nothing was written to it since, as its size and times tell."""
        known = self._files.get(str(file.path))
        return known is not None and known["state"] == file.state

    def is_unchanged(self, file: File) -> bool:
        """Nothing was written to it, or only the same once more."""
        known = self._files.get(str(file.path))
        if known is None:
            return False
        if known["state"] == file.state:
            return True
        if known["digest"] != digest(file):
            return False
        known["state"] = file.state
        return True

    def remember(
        self, file: File, read: str, oldest_at: datetime | None, rows: int | None = None,
        notes: Sequence[str] = (), columns: Sequence[str] = (), unmapped: Sequence[str] = (),
    ) -> None:
        """All rows of the content with the digest `read` are in the batch that holds this."""
        others = self._headers(file)
        told = column_notes(file.path.name, columns, unmapped, self._columns, others)
        self._columns = list(dict.fromkeys([*self._columns, *columns]))
        told += [_EMPTY.format(file.path.name)] if self._is_odd(file, rows) else []
        self._files[str(file.path)] = {
            "state": file.state, "digest": read,
            "oldest_at": oldest_at and oldest_at.isoformat(),
            "had_rows": self._had_rows(file) or rows != 0, "notes": [*notes, *told],
            "columns": list(columns),
        }  # fmt: skip

    def try_again(self, file: File) -> None:
        """Read it the next time too, whether or not something was written to it."""
        self._files[str(file.path)] |= {"state": None, "digest": ""}

    def _headers(self, file: File) -> list[list[str]]:
        """Of the file as it was; where it is new, of all other files."""
        known = {path: one["columns"] for path, one in self._files.items() if one.get("columns")}
        own = known.get(str(file.path))
        return [own] if own else list(known.values())

    def _had_rows(self, file: File) -> bool:
        return self._files.get(str(file.path), {}).get("had_rows", False)

    def _is_odd(self, file: File, rows: int | None) -> bool:
        """It is empty, but it was not before, or most of the other files are not."""
        others = [known.get("had_rows", True) for path, known in self._files.items()
                  if path != str(file.path)]  # fmt: skip
        return rows == 0 and (self._had_rows(file) or sum(others) > len(others) / 2)

    def notes(self) -> list[str]:
        """What a person should know of the files as they are."""
        return [note for known in self._files.values() for note in known.get("notes", ())]

    def oldest_at(self) -> datetime | None:
        times = [known["oldest_at"] for known in self._files.values() if known["oldest_at"]]
        return datetime.fromisoformat(min(times)) if times else None

    def saved(self) -> dict[str, Any]:
        """As JSON for the cursor."""
        return {"settings": self._settings, "files": self._files, "columns": self._columns}


def digest(file: File) -> str:
    with file.path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
