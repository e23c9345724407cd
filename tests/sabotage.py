"""Each mutation of the code must turn a named test red; run it to see that they do.

Usage: sabotage.py [NAME ...]    A mutation is made in a copy of the project, never in place.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Mutation:
    """In `files` (a pattern), `old` becomes `new`; then `test` must fail."""

    files: str
    old: str
    new: str
    test: str


KILLED = "tests/live/test_ingest_crashes.py::test_killed_at_a_named_step_nothing_is_lost_or_doubled"
MUTATIONS = {
    "cursor before rows": Mutation(
        "sql/raw/store.py", "        with self.whole(run.source):\n            return self._store(",
        "        if batch.cursor is not None:\n"
        "            self._remember(run.source, batch.place, batch.cursor, at)\n"
        "        with self.whole(run.source):\n            return self._store(",
        f"{KILLED}[before commit-2]",
    ),
    "rows without their transaction": Mutation(
        "sql/raw/transaction.py", 'db.execute("begin")', "pass",
        f"{KILLED}[counters-2]",
    ),
    "select for examine": Mutation(
        "ingest/imap_examine.py", 'b"EXAMINE "', 'b"SELECT "',
        "tests/ingest/test_imap.py::test_the_server_is_given_no_command_that_could_alter_anything",
    ),
    "no look at uidvalidity": Mutation(
        "ingest/imap_*.py", 'b"UIDVALIDITY"', 'b"UIDNOTVALID"',
        "tests/ingest/test_imap.py::test_a_new_uidvalidity_reads_again_and_every_mail_keeps_its_key",
    ),
    "a fault of the disk as bad data": Mutation(
        "ingest/mail_files.py", 'self._leave(batch, file, "file_unreadable")',
        'sort_in(batch, self.folder, Found(file.base, (), b"", Times()), self.progress, self.now)',
        "tests/live/test_environment_faults.py::"
        "test_a_fault_of_any_operation_on_a_file_becomes_no_fault_of_the_data",
    ),
    "replayed rows without their settling": Mutation(
        "sql/raw/replays.py", "at if is_done else None", "None",
        "tests/ingest/test_replay.py::"
        "test_dying_between_the_rows_and_their_settling_leaves_neither",
    ),
    "an item refused twice is held twice": Mutation(
        "sql/raw/quarantine.py", "key = known.get((location, digest))", "key = None",
        "tests/ingest/test_idempotency.py",
    ),
    "a replayed line outside its life": Mutation(
        "ingest/replay.py", "replays.in_their_lives(store.db,", "_as_they_are(store.db,",
        "tests/ingest/test_replay.py::"
        "test_a_line_read_again_is_the_event_that_a_better_program_had_made_at_once",
    ),
    "no copy before a migration": Mutation(
        "sql/raw/migrate.py", "if held and missing:", "if False:",
        "tests/live/test_bad_environment.py::"
        "test_c12_an_older_store_is_copied_before_it_is_brought_up",
    ),
    "no overlap between two looks at a shop": Mutation(
        "ingest/shopify_progress.py", "else self.until - self._overlap", "else self.until",
        "tests/ingest/test_shopify.py::"
        "test_an_order_that_the_index_shows_late_is_read_within_the_overlap",
    ),
    "no wait for a shop's points": Mutation(
        "ingest/shopify_graph.py", "            self.api.sleep(seconds)\n", "",
        "tests/ingest/test_shopify.py::test_it_waits_for_points_exactly_as_long_as_it_must",
    ),
    "a shop's cursor ahead of its orders": Mutation(
        "ingest/shopify_reader.py", "batch, read = Batch(PLACE, None), 0\n",
        "batch, read = Batch(PLACE, None), 0\n            self._progress.passed(page)\n",
        "tests/ingest/test_shopify.py::test_a_run_that_breaks_goes_on_where_it_stopped",
    ),
    "inner join for left join": Mutation(
        "sql/facts/order_confirmations.sql", "left join", "inner join",
        "tests/sql/test_confirmations.py",
    ),
}


def is_caught(mutation: Mutation, place: Path) -> bool:
    """Whether the mutated copy turns the test red, which is green without."""
    copy = place / "project"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "__pycache__"))
    if not _runs(copy, mutation.test):
        raise SystemExit(f"{mutation.test} is red without any mutation")
    held = [path for path in copy.glob(mutation.files)
            if mutation.old in path.read_text(encoding="utf-8")]  # fmt: skip
    if not held:
        raise SystemExit(f"{mutation.files} no longer hold {mutation.old!r}")
    for path in held:
        text = path.read_text(encoding="utf-8").replace(mutation.old, mutation.new)
        path.write_text(text, encoding="utf-8")
    return not _runs(copy, mutation.test)


def _runs(copy: Path, test: str) -> bool:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", test], cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode not in (0, 1):
        raise SystemExit(f"{test}: {done.stdout[-500:]}{done.stderr[-500:]}")
    return done.returncode == 0


def main(names: list[str]) -> int:
    missed = 0
    for name, mutation in MUTATIONS.items():
        if names and name not in names:
            continue
        with tempfile.TemporaryDirectory() as place:
            caught = is_caught(mutation, Path(place))
        print(f"{'caught' if caught else 'MISSED'}  {name}: {mutation.test}", flush=True)
        missed += not caught
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
