"""The report as two files that are there whole, or not at all."""

import os
import tempfile
from pathlib import Path

from reports import render
from reports.week import Week
from sql.trouble import Trouble


def write(week: Week, folder: Path) -> tuple[Path, Path]:
    """Write the page and its plain text into `folder`; a report of the same week is replaced."""
    base = folder / f"trackrecord-{week.number}"
    page, plain = base.with_suffix(".html"), base.with_suffix(".txt")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_whole(page, render.html(week))
        _write_whole(plain, render.text(week))
    except OSError as error:
        raise Trouble(f"{folder}: {error.strerror}; may this user write there?") from error
    return page, plain


def _write_whole(path: Path, text: str) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    made = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)
