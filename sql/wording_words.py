"""What the words of facts and findings mean to a person who never saw a table."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sql import wording_lists as lists
from sql.wording_rules import RULES
from sql.wording_tracking import LOST_REASONS, RUNGS


def verdict(word: str | None, measure: str = "") -> str:
    """A verdict on a mail that had to come; `measure` is confirmation, shipping_mail or notice."""
    return _plain(lists.VERDICTS.get(measure, lists.MAILS), word)


def promise(word: str | None) -> str:
    """What became of a promise to ship or to deliver."""
    return _plain(lists.PROMISES, word)


def mail_kind(word: str | None) -> str:
    """A mail of the shop, or its record, as the place where something was said."""
    return _plain(lists.MAIL_KINDS, word)


def outcome(word: str | None) -> str:
    """What became of a customer's wait."""
    return _plain(lists.OUTCOMES, word)


def lost_reason(word: str | None) -> str:
    """Where a shipment lost its tracking."""
    return _plain(LOST_REASONS, word)


def rung(word: str | None) -> str:
    """How far a shipping mail got."""
    return _plain(RUNGS, word)


def match(word: str | None) -> str:
    """How a mail was tied to its order."""
    return _plain(lists.MATCHES, word)


def pairing(word: str | None) -> str:
    """What two clocks both saw."""
    return _plain(lists.PAIRINGS, word)


def link(word: str | None) -> str:
    """How a rating was tied to what it rates."""
    return _plain(lists.LINKS, word)


def rating(share: float | None) -> str:
    """A score as a share of its scale: 0.75 -> "75 of 100"."""
    if share is None or share != share:
        return "of an unknown scale"
    return f"{100 * share:.0f} of 100"


def reason(word: str | None) -> str:
    """Why something is not counted."""
    return _plain(lists.REASONS, word)


def not_taken(word: str | None) -> str:
    """What became of an item that was read and is not new."""
    return _plain(lists.NOT_NEW, word)


def measure(word: str | None) -> str:
    """What is measured, as a heading."""
    return _plain(lists.MEASURES, word)


def rule(word: str | None) -> str:
    """A rule as a heading; its full sentence stands in checks.rules."""
    return RULES.get(word or "") or _plain({}, word).capitalize()


def state(word: str | None) -> str:
    """Whether something can be measured yet."""
    return _plain(lists.STATES, word)


def severity(word: str | None) -> str:
    """How much a finding hurts."""
    return _plain(lists.SEVERITIES, word)


def role(word: str | None) -> str:
    """What a folder or a feed is for."""
    return _plain(lists.ROLES, word)


def not_found(thing: str, places: list[str], until: datetime | None, zone: str) -> str:
    """`no confirmation found in the archive until 08:40 CET`: says no more than was looked at."""
    where = " or ".join(f"the {place}" for place in places) or "what is connected"
    if until is None:
        return f"no {thing} can be seen: {where} was not read yet"
    seen = until.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone))
    return f"no {thing} found in {where} until {seen:%H:%M %Z}"


def _plain(words: dict[str, str], word: str | None) -> str:
    # A word that came later than this list is still readable.
    if word is None or word != word:
        return "–"
    return words.get(word, word.replace("_", " ").lower())
