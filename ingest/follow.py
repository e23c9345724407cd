"""Ingesting again and again: at once where a source tells that it has news, else now and then."""

import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial

from ingest.kinds import kinds
from ingest.run import Result, choose, ingest
from sql.desk import Desk
from sql.lock import only_writer
from sql.raw.opening import open_store
from sql.settings import Settings, SourceOptions
from sql.trouble import Trouble

EVERY_SECONDS = 300.0  # for sources that cannot tell
AGAIN_SECONDS = 30.0  # after a connection broke while we waited
REST_SECONDS = 2.0
SLICE_SECONDS = 1.0
Ask = Callable[..., bool]


def follow(
    settings: Settings, desk: Desk, names: Sequence[str], say: Callable[[list[Result]], object],
    every_seconds: float = EVERY_SECONDS,
) -> None:
    """Until SIGTERM or SIGINT; others may write while we wait."""
    chosen = choose(settings, names)
    with ended_by_signals() as over:
        while not over.is_set():
            tellers: list[Ask] = []
            try:
                results = ingest(settings, desk, names)
                say(results)
                well = {result.source for result in results if not result.trouble}
                tellers = list(_tellers(settings, [one for one in chosen if one[0] in well]))
            except Trouble as trouble:  # another process builds: it will be done by then
                say([Result("ingest", Counter(), str(trouble))])
            over.wait(REST_SECONDS)
            _wait(tellers, every_seconds, over)


@contextmanager
def ended_by_signals() -> Iterator[threading.Event]:
    over = threading.Event()
    ends = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(end, lambda *_: over.set()) for end in ends]
    try:
        yield over
    finally:
        for end, handler in zip(ends, before, strict=True):
            signal.signal(end, handler)


def _tellers(settings: Settings, chosen: list[tuple[str, SourceOptions]]) -> Iterator[Ask]:
    """For each source that can tell when it has news: the question, beside how far it was read."""
    with only_writer(settings.data), open_store(settings.raw_path) as store:
        for name, options in chosen:
            if ask := getattr(kinds()[options.kind], "wait_for_news", None):
                yield partial(ask, options, name, cursors=store.cursors(name))


def _wait(tellers: list[Ask], seconds: float, over: threading.Event) -> None:
    """Until a source has news, the time is up, or all is over."""
    ends_at = time.monotonic() + seconds
    is_done = threading.Event()

    def is_over() -> bool:
        return is_done.is_set() or over.is_set()

    with ThreadPoolExecutor(max(len(tellers), 1)) as threads:
        waiting = {threads.submit(ask, seconds=seconds, is_over=is_over) for ask in tellers}
        while not over.is_set() and time.monotonic() < ends_at:
            done, waiting = wait(waiting, SLICE_SECONDS, FIRST_COMPLETED)
            if any(told.result() for told in done):
                break
            if done:  # it gave up before its time
                ends_at = min(ends_at, time.monotonic() + AGAIN_SECONDS)
            if not waiting:
                over.wait(min(SLICE_SECONDS, max(ends_at - time.monotonic(), 0)))
        is_done.set()
