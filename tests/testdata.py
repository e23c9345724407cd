"""The open test data beside the project: read where it lies, never copied."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "shared" / "testdata"


def needed_set(name: str) -> Path:
    """The folder of a set; the test is skipped where it is absent, but fails under CI=true."""
    folder = FOLDER / name
    if not folder.is_dir():
        missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        missing(f"no test data at {folder}")
    return folder


def messages_of(name: str) -> Iterator[tuple[str, bytes]]:
    """(path as in expected.json, bytes) of every mail in a set."""
    folder = needed_set(name)
    for path in sorted((folder / "messages").rglob("*.eml")):
        yield str(path.relative_to(folder)), path.read_bytes()
