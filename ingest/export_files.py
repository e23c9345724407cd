"""Which export files changed since they were read; an export is read whole or not at all."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ingest.files import File


class KnownExports:
    """What was read of each file, under the settings it was read with."""

    def __init__(self, saved: Mapping[str, Any], settings: str):
        is_same = saved.get("settings") == settings
        self._settings = settings
        self._files: dict[str, dict] = dict(saved.get("files", {})) if is_same else {}

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

    def remember(self, file: File, read: str, oldest_at: datetime | None) -> None:
        """All rows of the content with the digest `read` are in the batch that holds this."""
        self._files[str(file.path)] = {
            "state": file.state, "digest": read,
            "oldest_at": oldest_at and oldest_at.isoformat(),
        }  # fmt: skip

    def oldest_at(self) -> datetime | None:
        times = [known["oldest_at"] for known in self._files.values() if known["oldest_at"]]
        return datetime.fromisoformat(min(times)) if times else None

    def saved(self) -> dict[str, Any]:
        """As JSON for the cursor."""
        return {"settings": self._settings, "files": self._files}


def digest(file: File) -> str:
    with file.path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
