"""Exactly once, whatever crashes: killed anywhere, run again, the warehouse is the same."""

import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

import ingest.run
from ingest.kinds import option_models
from sql.build import build
from sql.desk import Desk
from sql.raw.opening import open_store
from sql.readers import newest
from sql.settings import load

# Twenty moments: inside transactions, between batches, in models, around publishing, and at random.
MOMENTS = [
    ("rows", 1), ("rows", 3), ("rows", 6), ("counters", 2), ("counters", 5), ("cursor", 1),
    ("cursor", 4), ("commit", 1), ("commit", 3), ("model", 5), ("model", 25), ("file", 1),
    ("file", 2), ("pointer", 1), ("pointed", 1), ("forget", 1),
    ("random", 1), ("random", 2), ("random", 3), ("random", 4),
]  # fmt: skip
UNTIL = datetime(2026, 11, 22, 17, 0, 0)
CHILD = Path(__file__).with_name("dying.py")
RAW = ("messages", "message_locations", "bounces", "mail_events", "order_versions", "order_items",
       "shipments")  # fmt: skip
COUNTED = tuple(table for table in RAW if table not in ("message_locations", "bounces"))


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """A small demo shop that nothing was read of yet."""
    from ingest.demo import make

    folder = tmp_path_factory.mktemp("crash") / "shop"
    make(folder, 60, 3, 11, UNTIL)
    return folder


def finish(path: Path) -> dict[str, object]:
    """Ingest and build to the end, here, and say what the warehouse holds."""
    settings = load(path, option_models())
    desk = Desk(settings.desk_url)
    with pytest.MonkeyPatch.context() as patch:
        # When a row was read is no part of what was read.
        patch.setattr(ingest.run, "utc_now", lambda: UNTIL)
        for result in ingest.run.ingest(settings, desk, polled_at=UNTIL):
            assert result.trouble is None, result.trouble
    build(settings, desk)
    desk.close()
    return contents(settings)


def contents(settings) -> dict[str, object]:
    """Rows of the raw store without when they were read, and every table of the build."""
    held: dict[str, object] = {}
    with open_store(settings.raw_path) as store:
        for table in RAW:
            held[f"raw.{table}"] = store.db.execute(
                f"""select count(*), bit_xor(hash(t)) from (
                    select * exclude (run_id, batch_id, read_at) from raw.{table}) as t"""
            ).fetchall()
        # Counters stand or fall with their rows: over all runs, the dead one too, they agree.
        firsts = " + ".join(f"(select count(*) from raw.{table})" for table in COUNTED)
        held["rows not counted"] = store.db.execute(
            f"select {firsts} - (select sum(accepted) from raw.runs)").fetchall()
        held["quarantine"] = store.db.execute(
            "select source, location, reason from raw.quarantine order by all").fetchall()
        held["cursors"] = store.db.execute(
            "select source, place from raw.cursors order by all").fetchall()
    for model, key in newest(settings.data).rows("select model, output_key from meta.models"):
        held[model] = key
    return held


@pytest.fixture(scope="module")
def uninterrupted(inputs):
    """What the warehouse holds when nothing happens; its customer key is kept for the others."""
    held = finish(inputs / "trackrecord.toml")
    shutil.copy(inputs / "data/customer.key", inputs)
    return held


@pytest.mark.parametrize(("step", "n"), MOMENTS, ids=lambda value: str(value))
def test_killed_inside_a_batch_or_build_nothing_is_lost_or_doubled(step, n, inputs, uninterrupted):
    shutil.rmtree(inputs / "data")
    (inputs / "data").mkdir(mode=0o700)
    shutil.copy(inputs / "customer.key", inputs / "data")

    code = killed_child(inputs / "trackrecord.toml", step, n)

    assert code == -signal.SIGKILL, "the child ended before its moment came"
    built = newest(inputs / "data")  # a reader sees a whole build or none
    assert built is None or built.rows("select count(*) from meta.models")[0][0] > 0
    held = finish(inputs / "trackrecord.toml")
    assert {k: v for k, v in held.items() if uninterrupted[k] != v} == {}
    assert held.keys() == uninterrupted.keys()


def killed_child(path: Path, step: str, n: int) -> int:
    """Start the child and let it die: at its step, or at a random time n ms after it began."""
    named = step if step != "random" else "none"
    child = subprocess.Popen(
        [sys.executable, CHILD, path, UNTIL.isoformat(), named, str(n)],
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
    )
    assert child.stdout and child.stdout.readline() == "READY\n"
    if step == "random":
        time.sleep(random.Random(n).uniform(0.05, 1.2))
        child.kill()
    child.stdout.read()
    return child.wait(timeout=60)
