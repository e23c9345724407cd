"""The run loop: every source in turn; one that fails stops no other."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ingest.kinds import kinds
from sql.desk import Desk
from sql.lock import only_writer
from sql.raw.opening import open_store
from sql.raw.store import RawStore
from sql.settings import Settings, SourceOptions
from sql.trouble import Misuse, StoreTrouble, Trouble


@dataclass(frozen=True)
class Result:
    """What one source gave; `trouble` is the line for a person, None when all went well."""

    source: str
    counts: Counter[str]
    trouble: str | None


def ingest(
    settings: Settings, desk: Desk, names: Sequence[str] = (), polled_at: datetime | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> list[Result]:
    """Read the named sources, or all. `polled_at` (UTC) is now, except where a past is replayed."""
    chosen = choose(settings, names)
    polled_at = polled_at or utc_now()
    with only_writer(settings.data), open_store(settings.raw_path) as store:
        return [read_one(store, desk, name, options, polled_at, tell) for name, options in chosen]


def choose(settings: Settings, names: Sequence[str]) -> list[tuple[str, SourceOptions]]:
    unknown = [name for name in names if name not in settings.sources]
    if unknown:
        raise Misuse(f"no source {unknown[0]}; the settings have {', '.join(settings.sources)}")
    return [(name, options) for name, options in settings.sources.items()
            if not names or name in names]


def read_one(
    store: RawStore, desk: Desk, name: str, options: SourceOptions, polled_at: datetime,
    tell: Callable[[str], None],
) -> Result:
    run = store.start(
        name, options.kind, polled_at, options.since, options.live_from, options.quiet_after
    )
    started_at = utc_now()
    counts: Counter[str] = Counter()
    trouble = None
    try:
        for batch in kinds()[options.kind].read(options, name, store.cursors(name), polled_at):
            counts += store.commit(run, batch, utc_now())
            tell(f"{name}: {counts.total()} read, {counts['accepted']} new")
    except StoreTrouble:
        raise
    except (Trouble, OSError) as error:
        trouble = str(error)
    store.finish(run, utc_now(), trouble)
    outcome = "failed" if trouble else "done"
    desk.record_run(run.run_id, name, started_at, utc_now(), outcome, trouble or "")
    return Result(name, counts, trouble)


def utc_now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
