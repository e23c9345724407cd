"""What doctor is told of files: how many there are, how old, and what is wrong with them."""

from collections.abc import Callable
from datetime import datetime

from ingest.files import File, look, matching
from sql.settings import Probe

PROBED = 1_000  # records of a file: enough to see whether it is what the settings say


def probe_files(pattern: str, fault_of: Callable[[File], str | None]) -> Probe:
    """The pattern's files; `fault_of` says what is wrong with one that can be read."""
    paths, _ = matching([pattern])
    if not paths:
        return Probe(
            pattern, None, None, "no file matches; is the path right, may we list the folder?"
        )
    times: list[datetime] = []
    faults: list[str] = []
    for path in paths:
        try:
            file = look(path)
            times.append(file.modified_at)
            fault = fault_of(file)
        except OSError as error:
            fault = f"cannot be read ({error.strerror or error})"
        if fault:
            faults.append(f"{path.name} {fault}")
    return Probe(pattern, len(paths), max(times, default=None), "; ".join(faults) or None)
