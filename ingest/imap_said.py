"""What servers say when they refuse: in one line, and whether it means wait, sign in or give up."""

import re

MAX_WAIT_SECONDS = 60.0
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")
_BACKOFF = re.compile(r"suggested backoff time: *(\d+) *milliseconds", re.IGNORECASE)
# Providers' documented words for "too much", and how long to leave them alone.
_PAUSES = (
    (re.compile(r"not connected|unavailable|\[inuse\]|session invalidated", re.I), 5.0),
    (re.compile(r"too many simultaneous|\[limit\]|connection limit", re.I), 15.0),
    (re.compile(r"\[overquota\]|\[throttled\]|is throttled|bandwidth limit", re.I), 3600.0),
)  # fmt: skip
_EXPIRED = re.compile(r"\[expired\]|\[authenticationfailed\]|accesstokenexpired", re.IGNORECASE)


def said(error: Exception) -> str:
    """The server's own words, as far as they fit into a line; addresses are nobody's business."""
    text = str(error)
    if text.startswith(("b'", 'b"')):
        text = text[2:-1]
    return _ADDRESS.sub("...@...", " ".join(shown(text).split()))[:200]


def shown(text: str) -> str:
    """Text from a server without what would break a line or a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def pause_asked(error: Exception) -> float | None:
    """For how many seconds the server wants to be left alone; None where it does not say so."""
    text = str(error)
    if found := _BACKOFF.search(text):
        return int(found[1]) / 1000
    return next((seconds for pattern, seconds in _PAUSES if pattern.search(text)), None)


def is_expired(error: Exception) -> bool:
    """Whether the access token is too old, which can only be seen by trying another."""
    return bool(_EXPIRED.search(str(error)))
