"""Runs ingest and build of a shop, and ends itself by SIGKILL at a named step, for the n-th time.

Usage: dying.py SETTINGS POLLED_AT STEP N    (STEP "none" runs to the end)
"""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path

import ingest.run
import sql.build
import sql.evaluate
import sql.publish
import sql.raw.store
from ingest.kinds import option_models
from sql.desk import Desk
from sql.settings import load

STEPS = {  # name -> (where the function stands, its name, kill before or after it ran)
    "rows": (sql.raw.store, "insert_items", "after"),
    "counters": (sql.raw.store.RawStore, "_count", "after"),
    "cursor": (sql.raw.store.RawStore, "_remember", "after"),
    "commit": (sql.raw.store.RawStore, "commit", "after"),
    "model": (sql.evaluate, "make_table", "after"),
    "file": (sql.publish, "write_file", "after"),
    "pointer": (sql.publish, "point_at", "before"),
    "pointed": (sql.publish, "point_at", "after"),
    "forget": (sql.publish, "forget_old", "after"),
}


def die_at(step: str, n: int) -> None:
    place, name, when = STEPS[step]
    original, calls = getattr(place, name), [0]

    def dying(*arguments, **named):
        calls[0] += 1
        if calls[0] == n and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*arguments, **named)
        if calls[0] == n:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(place, name, dying)


def main(path: str, polled_at: str, step: str, n: str) -> None:
    if step != "none":
        die_at(step, int(n))
    settings = load(Path(path), option_models())
    desk = Desk(settings.desk_url)
    until = datetime.fromisoformat(polled_at)
    ingest.run.utc_now = lambda: until  # when a row was read is no part of what was read
    print("READY", flush=True)
    for result in ingest.run.ingest(settings, desk, polled_at=until):
        assert result.trouble is None, result.trouble
    sql.build.build(settings, desk)


if __name__ == "__main__":
    main(*sys.argv[1:])
