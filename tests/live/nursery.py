"""Forks processes that die. It has imported everything, so each costs a moment and no more.

Reads jobs as lines of JSON, answers each with one line. It never opens a database itself: a fork
of a process that has threads is none.
"""

import json
import os
import random
import signal
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from live import dying

import ingest.run
import sql.build
from ingest.kinds import option_models
from sql.desk import Desk
from sql.raw.opening import open_store
from sql.settings import load


def at_work(job: dict[str, Any], out: int) -> dict[str, object]:
    """What a child does: ingest, replay or build, or die on the way."""
    dying.smaller_batches()
    dying.tell_transactions(lambda mark: os.write(out, mark.encode()) and None)
    step = job.get("step")
    if step in ("migration", "migrated"):
        dying.migrations_die(job["n"], "before" if step == "migration" else "after")
    elif step and step != "random":
        dying.die_at(step, job["n"])
    settings = load(Path(job["settings"]), option_models())
    desk = Desk(settings.desk_url)
    until = datetime.fromisoformat(job["polled_at"])
    ingest.run.utc_now = lambda: until  # when a row was read is no part of what was read
    results = []
    if "decide" in job["do"]:
        decide(settings, desk)
    if "ingest" in job["do"]:
        results += ingest.run.ingest(settings, desk, polled_at=until)
    if "replay" in job["do"]:
        results += ingest.run.replay(settings, desk)
    if "build" in job["do"]:
        sql.build.build(settings, desk)
    troubles = [result.trouble for result in results if result.trouble]
    assert not troubles, troubles
    return contents(settings, desk) if "tell" in job["do"] else {}


def decide(settings: Any, desk: Desk) -> None:
    """Somebody has everything read again; a better program can read some of it."""
    with open_store(settings.raw_path) as store:
        for source, reason in store.db.execute(
                "select distinct source, reason from raw.quarantine order by all").fetchall():
            desk.decide("replay", f"{source}: {reason}", "anna",
                        payload={"source": source, "reason": reason})


def contents(settings: Any, desk: Desk) -> dict[str, object]:
    """What the store holds, without who read it when."""
    held: dict[str, object] = {}
    with open_store(settings.raw_path) as store:
        for name, query in CONTENTS.items():
            held[name] = [[str(cell) for cell in row] for row in store.db.execute(query).fetchall()]
    held["decisions"] = [[decision.subject] for decision in desk.active()]
    return held


FIRSTS = ("messages", "mail_events", "order_versions", "order_items", "shipments")
CONTENTS = {
    **{f"raw.{table}": f"""select count(*), bit_xor(hash(t)) from (
        select * exclude (run_id, batch_id, read_at) from raw.{table}) as t"""
       for table in dying.TABLES},
    "quarantine": """select source, location, reason, detail, payload, replayed_at is null
        from raw.quarantine order by all""",
    "cursors": "select source, place, cursor from raw.cursors order by all",
    "polls": "select distinct * exclude (run_id) from raw.polls order by all",
    # Counters stand or fall with their rows: over all runs, the dead one too, they agree.
    "accepted": "select source, sum(accepted) from raw.runs group by source order by all",
    "not counted": f"""select {' + '.join(f'(select count(*) from raw.{t})' for t in FIRSTS)}
        - (select sum(accepted) from raw.runs)""",
    "not accounted for": """select count(*) from raw.runs where items_read <> accepted + duplicate
        + quarantined + deferred + ignored""",
    "reasons": """select count(*) from raw.runs left join (
            select run_id, sum(items) as items from raw.counts group by run_id
        ) as counts using (run_id)
        where coalesce(counts.items, 0) <> quarantined + deferred + ignored""",
    # A log line has one outcome, whoever read it: nothing of it may be counted twice.
    "lines": """select sum(items_read), sum(duplicate), sum(ignored), sum(quarantined)
        from raw.runs where kind = 'postfix'""",
}


def run(job: dict[str, Any]) -> dict[str, object]:
    """Fork a child for the job, perhaps kill it, and say how it ended."""
    marks, out = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(marks)
        code = 1
        try:
            Path(job["answer"]).write_text(json.dumps(at_work(job, out)))
            code = 0
        finally:
            sys.stderr.flush()
            os._exit(code)
    os.close(out)
    told = b""
    while part := os.read(marks, 1):
        told += part
        if job.get("step") == "random" and told.count(b")") == job["n"]:
            time.sleep(random.Random(job["seed"]).uniform(0, 0.02))
            os.kill(child, signal.SIGKILL)
            told += os.read(marks, 10_000)
            break
    os.close(marks)
    _, status = os.waitpid(child, 0)
    return {
        "code": os.waitstatus_to_exitcode(status), "batches": told.count(b")"),
        "is_inside": told.endswith(b"("),
    }  # fmt: skip


if __name__ == "__main__":
    option_models()  # imports every kind of source
    for line in sys.stdin:
        try:
            print(json.dumps(run(json.loads(line))), flush=True)
        except OSError as error:
            print(json.dumps({"code": -1, "error": str(error)}), flush=True)
