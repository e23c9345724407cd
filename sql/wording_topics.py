"""Words of topics and conversations: how sure, how right, how usual, how a message belongs."""

from sql.wording import NONE

SURE, LIKELY = 0.9, 0.7  # how certain the classifier is; below, a person should look
FEWEST_MEASURED = 20  # mails; with fewer a measured share says little

CLOCKS = {"clock": "around the clock", "business": "opening hours"}
BELONGS = {
    "first": "begins a conversation",
    "reference": "answers a mail of it",
    "ticket": "same ticket",
    "order": "same customer and order",
    "same_words": "the same mail to another address",
    "likely": "probably of this conversation",
}
PHASES = {
    "before_tracking_mail": "before the tracking mail",
    "after_tracking_mail": "after the tracking mail",
    "no_order": "no order known",
}
TRENDS = {"more": "more than usual", "fewer": "fewer than usual", "usual": "as usual"}
ELSEWHERE = {"phone": "by phone", "marketplace": "on the marketplace", "other": "elsewhere"}


def confidence(value: float | None) -> str:
    """How sure a topic is; what a person said has no number."""
    if value is None or value != value:
        return "by a person"
    return "sure" if value >= SURE else "likely" if value >= LIKELY else "unsure"


def right(n: float | None, precision: float | None, low: float | None, high: float | None) -> str:
    """`94 % right (88 to 97 %), measured on 150 mails`."""
    if n is None or n != n or not n:
        return "not measured"
    if n < FEWEST_MEASURED or precision is None or precision != precision:
        return f"too few to say: measured on {n:.0f} mail{'' if n == 1 else 's'}"
    span = "" if low is None or high is None else f" ({100 * low:.0f} to {100 * high:.0f} %)"
    return f"{100 * precision:.0f} % right{span}, measured on {n:.0f} mails"


def per_hundred(value: float | None) -> str:
    """3.14 -> "3.1", of 100 shipments."""
    return NONE if value is None or value != value else f"{value:.1f}"


def governing(word: str | None) -> str:
    """Which clock runs for an answer."""
    return _plain(CLOCKS, word)


def belongs(word: str | None) -> str:
    """How a message belongs to its conversation."""
    return _plain(BELONGS, word)


def phase(word: str | None) -> str:
    """Whether a customer asked before or after the tracking mail."""
    return _plain(PHASES, word)


def trend(word: str | None) -> str:
    return _plain(TRENDS, word)


def elsewhere(word: str | None) -> str:
    """Where a customer was answered, if not by mail."""
    return _plain(ELSEWHERE, word)


def _plain(words: dict[str, str], word: str | None) -> str:
    # A word that came later than this list is still readable.
    if word is None or word != word:
        return NONE
    return words.get(word, word.replace("_", " ").lower())
