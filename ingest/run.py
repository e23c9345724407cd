"""The run loop: every source in turn; one that fails stops no other."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from ingest.kinds import kinds
from ingest.replay import no_longer_read, read_again
from ingest.replay_decided import carry_out
from ingest.result import Result
from sql.desk import Desk
from sql.lock import only_writer
from sql.raw.clock import take_back_polls_after
from sql.raw.opening import open_store
from sql.raw.quarantine import forget_expired, waiting
from sql.raw.store import RawStore
from sql.secrets import all_there
from sql.settings import Settings, SourceOptions
from sql.trouble import Misuse, StoreTrouble, Trouble

__all__ = ["Result", "ingest", "replay", "utc_now"]


def ingest(
    settings: Settings, desk: Desk, names: Sequence[str] = (), polled_at: datetime | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> list[Result]:
    """Read the named sources, or all. `polled_at` (UTC) is now, except where a past is replayed."""
    chosen = choose(settings, names)
    all_there({f"sources.{name}": options.model_dump(exclude={*options.secrets_not_for_reading})
               for name, options in chosen})
    polled_at = polled_at or utc_now()
    with only_writer(settings.data), open_store(settings.raw_path) as store:
        forget_expired(store.db, utc_now())
        take_back_polls_after(store.db, polled_at)
        results = [read_one(store, desk, name, options, polled_at, tell)
                   for name, options in chosen]
        return results + carry_out(store, desk, dict(chosen), utc_now())


def replay(settings: Settings, desk: Desk, names: Sequence[str] = ()) -> list[Result]:
    """Read again what was refused of the named sources, or of all."""
    chosen = dict(choose(settings, names))
    with only_writer(settings.data), open_store(settings.raw_path) as store:
        now = utc_now()
        forget_expired(store.db, now)
        results = carry_out(store, desk, chosen, now)
        for name, options in chosen.items():
            if keys := waiting(store.db, name):
                results.append(read_again(store, desk, name, options, keys, now))
        return results + ([] if names else no_longer_read(store, chosen))


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
