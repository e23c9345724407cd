"""What the weekly report says of its numbers, the same on the page and in the text."""

from datetime import timedelta

from reports.week import Latency, Rate, Section, State, Week
from sql import wording

__all__ = [
    "change", "counted", "headline", "lacked", "no_data", "result", "target", "unseen", "waits_for",
]  # fmt: skip

# A word and a shape for each state: colour alone says nothing to many people, and to printers.
RESULTS: dict[State, tuple[str, str]] = {
    "met": ("●", "Met"),
    "missed": ("▲", "Missed"),
    "early": ("◔", "Not all due"),
    "few": ("○", "Too few to judge"),
    "no_target": ("○", "No target set"),
    "unknown": ("◌", "Cannot be seen"),
    "none": ("–", "Nothing seen"),
}


def headline(section: Section) -> str:
    """The week of a shop in half a sentence; counts the same list that is shown."""
    if section.is_empty:
        return "nothing can be said"
    judged = section.met + section.missed
    if not judged:
        return "nothing can be judged yet"
    left = len(section.rates) - judged
    rest = f", {left} not judged" if left else ""
    if section.missed:
        return f"{section.missed} of {len(section.rates)} targets missed{rest}"
    return f"{section.met} of {len(section.rates)} targets met{rest}" if left else "all targets met"


def no_data(section: Section, week: Week) -> str:
    """What an empty week says: never that there was no problem."""
    if section.last_data_at is None:
        return "No data yet: no source has given anything. `trackrecord doctor` tries them all."
    days = wording.week(week.first_day)
    if section.last_data_at.date() > week.first_day + timedelta(days=7):
        return f"No data of {days}: no order, parcel or inquiry of that week was seen."
    return (
        f"No data since {wording.moment(section.last_data_at, section.zone)}, so nothing can be"
        f" said about {days}. `trackrecord doctor` tries every source."
    )


def result(rate: Rate) -> tuple[str, str]:
    """The shape and the word of how a promise was kept."""
    return RESULTS[rate.state]


def target(rate: Rate) -> str:
    """The share that was promised: "98 %"."""
    return wording.NONE if rate.target is None else f"{100 * rate.target:g} %"


def change(rate: Rate) -> str:
    """Against the week before; empty where one of the two cannot be judged."""
    if rate.state == "early":
        return "so far"
    return "" if rate.change is None else wording.points(rate.change).replace("-", "−")


def waits_for(wait: Latency) -> str:
    """What customers wait for, as the head of a row."""
    return {"confirmation": "Confirmation", "shipping_mail": "Shipping mail", "reply": "Reply"}.get(
        wait.measure, wording.measure(wait.measure)
    )


def counted(rate: Rate) -> str:
    """What the share is made of, and what it leaves out."""
    parts = [f"{wording.count(rate.numerator)} of {wording.count(rate.denominator)}"]
    for number, word in (
        (rate.undecided, "not due yet"),
        (rate.unknown, "cannot be seen"),
        (rate.excluded, "not counted"),
    ):
        if number:
            parts.append(f"{wording.count(number)} {word}")
    return ", ".join(parts)


def lacked(reasons: tuple[tuple[str, int], ...]) -> str:
    """What customers lacked, the most frequent first."""
    return ", ".join(
        f"{wording.lost_reason(reason)}: {wording.count(parcels)}" for reason, parcels in reasons
    )


def unseen(section: Section) -> str:
    """How much of a shop's week could not be looked at; empty where nothing was hidden."""
    parts = [
        f"{wording.measure(rate.measure).lower()}: {wording.count(rate.unknown)}"
        for rate in section.rates
        if rate.unknown
    ]
    if section.queue and section.queue.unknown:
        parts.append(f"waiting inquiries: {wording.count(section.queue.unknown)}")
    return ", ".join(parts)
