"""Waiting until an IMAP account has something new: IDLE where it is offered, else asking again."""

import time
from collections.abc import Callable

from imapclient.exceptions import IMAPClientError

from ingest.imap_examine import Examined, examine
from ingest.imap_session import DROPPED, Session

LOOK_SECONDS = 60.0  # between looks at folders that IDLE does not watch
_SLICE_SECONDS = 1.0  # how soon the end of waiting is noticed
_ENDED_AFTER = 3  # answers in a row that came early and empty
_IDLE_SECONDS = 25 * 60.0  # servers may hang up after 29 minutes of silence


def wait(
    session: Session, cursors: dict[str, dict], seconds: float, is_over: Callable[[], bool]
) -> bool:
    """Whether anything came, left or changed in a folder within that time."""
    ends_at = time.monotonic() + seconds
    try:
        while not _has_news(session, cursors):
            left = min(ends_at - time.monotonic(), LOOK_SECONDS, _IDLE_SECONDS)
            if left <= 0 or is_over() or _watch(session, left, is_over):
                return left > 0 and not is_over()
        return True
    except (*DROPPED, IMAPClientError):
        session.drop()
        return False  # the next reading says what is wrong, if it still is


def _has_news(session: Session, cursors: dict[str, dict]) -> bool:
    """Leaves the first folder open: it is the one that IDLE watches."""
    for folder in reversed(session.options.folders):
        now = examine(session, folder)
        if _is_other(now, cursors.get(folder, {})):
            return True
    return False


def _is_other(now: Examined, cursor: dict) -> bool:
    read = cursor.get("uidvalidity"), cursor.get("next_uid"), cursor.get("exists")
    return (now.uidvalidity, now.uidnext or read[1], now.exists) != read


def _watch(session: Session, seconds: float, is_over: Callable[[], bool]) -> bool:
    """Whether the open folder changed; without IDLE only time passes."""
    client = session.client()
    ends_at = time.monotonic() + seconds
    if not client.has_capability("IDLE"):
        while not is_over() and (left := ends_at - time.monotonic()) > 0:
            time.sleep(min(_SLICE_SECONDS, left))
        client.noop()
        return False
    client.idle()
    is_news, silent = False, 0
    while not (is_news or is_over()) and (left := ends_at - time.monotonic()) > 0:
        asked_at, slice_seconds = time.monotonic(), min(_SLICE_SECONDS, left)
        said = client.idle_check(timeout=slice_seconds)
        is_early = not said and time.monotonic() - asked_at < slice_seconds / 2
        silent = silent + 1 if is_early else 0
        # A connection that ended is always readable and says nothing; the library hides its end.
        if silent >= _ENDED_AFTER or any(b"BYE" in line for line in said):
            raise ConnectionResetError("the server hung up")
        is_news = any(b"EXISTS" in line or b"EXPUNGE" in line for line in said)
    client.idle_done()
    return is_news
