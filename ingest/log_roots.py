"""Which files a pattern may name: regular ones, in the folder that it names."""

import os
from collections.abc import Sequence
from pathlib import Path

_MAGIC = "*?["


def astray(path: Path, patterns: Sequence[str]) -> str | None:
    """Why a found file is not read; a link may lead to what nobody meant to be read."""
    if path.is_symlink():
        return "is a symbolic link; name the file itself"
    folder = path.parent.resolve()
    roots = [root_of(pattern) for pattern in patterns]
    if not any(folder.is_relative_to(root) for root in roots):
        return f"lies in {folder}, outside the folder that is named; name that folder"
    return None


def root_of(pattern: str) -> Path:
    """The deepest folder that stands in the pattern without a wildcard."""
    parts = Path(pattern).parent.parts
    fixed = next((n for n, part in enumerate(parts) if any(c in part for c in _MAGIC)), len(parts))
    return Path(os.path.join(*parts[:fixed] or ["."])).resolve()
