"""Build: models in order, proofs, then published; nothing is published when nothing changed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from sql.desk import Desk
from sql.evaluate import Evaluation, Made
from sql.lock import only_writer
from sql.models import FOLDER, load
from sql.prove import prove
from sql.publish import current, private_path, public_path, publish
from sql.raw.opening import quoted
from sql.room import room_in
from sql.settings import Settings
from sql.trouble import Trouble
from sql.workshop import key_mark, open_workshop


@dataclass(frozen=True)
class Outcome:
    """What a build came to; build_id is None when nothing had changed."""

    build_id: str | None
    made: list[str] = field(default_factory=list)  # models that were run
    changed: list[str] = field(default_factory=list)  # tables that differ from the last build


def build(
    settings: Settings, desk: Desk, tell: Callable[[str], None] = lambda line: None
) -> Outcome:
    """Build and publish. Trouble when a proof fails: then the last build stays the newest."""
    started_at = utc_now()
    try:
        with only_writer(settings.data), room_in(settings.data):
            outcome = _build(settings, desk, tell)
    except Trouble as trouble:
        desk.record_build(None, started_at, utc_now(), "failed", str(trouble))
        raise
    result = "published" if outcome.build_id else "unchanged"
    desk.record_build(outcome.build_id, started_at, utc_now(), result, "")
    return outcome


def _build(settings: Settings, desk: Desk, tell: Callable[[str], None]) -> Outcome:
    folder = settings.builds_dir
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    work = folder / "work.duckdb"
    db = open_workshop(work, settings, desk.active(), desk.kept())
    try:
        salt = key_mark(settings.key_path) + (FOLDER / "macros.sql").read_text("utf-8")
        models = load()
        evaluation = Evaluation(db, models, last_made(db, folder), salt, tell)
        evaluation.run()
        made = [made.model for made in evaluation.made.values() if not made.is_reused]
        if not evaluation.changed:
            return Outcome(None, made)
        failures = prove(db, models)
        if failures:
            raise Trouble("nothing was published, these proofs failed: " + " | ".join(failures))
        build_id = publish(db, folder, evaluation.made.values(), utc_now())
        return Outcome(build_id, made, evaluation.changed)
    finally:
        db.close()
        for left in (work, work.with_suffix(".duckdb.wal")):
            left.unlink(missing_ok=True)


def last_made(db: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, Made]:
    """What the last build made, attached for reuse; empty without one that can be read."""
    build_id = current(folder)
    if build_id is None or not private_path(folder, build_id).exists():
        return {}
    for name, path in (("last_public", public_path), ("last_private", private_path)):
        db.execute(f"attach '{quoted(path(folder, build_id))}' as {name} (read_only)")
    rows = db.execute(
        "select model, input_key, output_key, rows, seconds from last_public.meta.models"
    ).fetchall()
    return {row[0]: Made(*row) for row in rows}


def utc_now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
