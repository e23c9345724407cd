"""Words of waits: by which clock and channel, escalated how and how soon."""

WAIT_MEASURES = {
    "first_replied_in_time": "First replies in time",
    "later_replied_in_time": "Later replies in time",
    "escalated_in_time": "Escalated in time",
    "escalation": "Waits until they are escalated",
}
CLOCKS = {
    "clock": "by the clock, nights and weekends too",
    "business": "in opening hours",
}
CHANNELS = {
    "email": "by mail",
    "form": "by the contact form",
    "helpdesk": "in the helpdesk",
}
ESCALATIONS = {
    "in_time": "escalated in time",
    "late": "escalated too late",
    "missing": "not escalated",
    "waiting": "to be escalated",
    "unknown": "cannot be seen",
}
ESCALATED_HOW = {
    "forwarded": "by a forwarded mail",
    "folder": "by its folder",
    "flag": "by a flag",
    "helpdesk": "in the helpdesk",
    "decision": "as a person recorded",
}
REPLIES = {"first": "first replies", "later": "later replies"}
TEAMS = {"": "not told", "others": "other teams"}


def reply_clock(word: str | None) -> str:
    """The clock that a reply is held against."""
    return _plain(CLOCKS, word)


def asked_by(word: str | None) -> str:
    """How a customer asked."""
    return _plain(CHANNELS, word)


def escalation(word: str | None) -> str:
    """Whether a wait that went past its time was escalated."""
    return _plain(ESCALATIONS, word)


def escalated_how(word: str | None) -> str:
    """What told of the escalation."""
    return _plain(ESCALATED_HOW, word)


def reply(word: str | None) -> str:
    """First or later replies, as a heading."""
    return _plain(REPLIES, word)


def team(word: str | None) -> str:
    """A team as its key stands in the settings; small ones are told of together."""
    return TEAMS.get(word, word) if isinstance(word, str) else TEAMS[""]


def _plain(words: dict[str, str], word: str | None) -> str:
    # A word that came later than this list is still readable, and NaN is no word.
    if word is None or word != word:
        return "–"
    return words.get(word, word.replace("_", " ").lower())
