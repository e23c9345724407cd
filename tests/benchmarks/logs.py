"""A Postfix log of a million lines into the raw store, beside pflogsumm's summary of the same file.

pflogsumm counts both instances; it stores nothing. Ours is the whole way: read, events, quarantine
and counters into a fresh raw.duckdb with the cursor, each batch synced to disk.
"""

import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

from postfix_log import classic, rfc3339, write_log

LINES = 1_000_000
UNTIL = datetime(2026, 11, 22)
PEER = "pflogsumm"


def prepare(folder: Path) -> None:
    write_log(folder / "rfc3339.log", LINES, rfc3339)
    write_log(folder / "classic.log", LINES, classic)


def pflogsumm(folder: Path) -> None:
    subprocess.run(
        ["pflogsumm", "--syslog-name", "postfix(?:-out)?", folder / "rfc3339.log"],
        stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip


def ours(folder: Path) -> dict[str, float]:
    return stored(folder / "rfc3339.log")


def ours_classic(folder: Path) -> dict[str, float]:
    return stored(folder / "classic.log")


def stored(log: Path) -> dict[str, float]:
    """Counters of a run that reads one log into a store of its own."""
    from ingest.sources import postfix
    from sql.raw.opening import open_store

    options = postfix.Options(kind="postfix", files=(str(log),), zone="Europe/Berlin")
    counts = {"batches": 0.0}
    with tempfile.TemporaryDirectory() as data, open_store(Path(data) / "raw.duckdb") as store:
        run = store.start("log", "postfix", UNTIL)
        for batch in postfix.read(options, "log", {}, UNTIL):
            for outcome, items in store.commit(run, batch, UNTIL).items():
                counts[outcome] = counts.get(outcome, 0) + items
            counts["batches"] += 1
        store.finish(run, UNTIL)
    return counts


CONTESTANTS = {"pflogsumm": pflogsumm, "ours": ours, "ours, classic stamps": ours_classic}
