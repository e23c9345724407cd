"""The weekly report as a page and as plain text, from the same value and the same words."""

import textwrap
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reports.plain import name_of, readable
from reports.spark import spark
from reports.week import Latency, Rate, Section, State, Week
from sql import wording

FOLDER = Path(__file__).parent / "templates"
WIDTH = 76
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


def html(week: Week) -> str:
    """One page that needs nothing from outside."""
    return _templates(is_page=True).get_template("weekly.html.j2").render(week=week)


def text(week: Week) -> str:
    """The same in plain text."""
    return _templates(is_page=False).get_template("weekly.txt.j2").render(week=week).strip() + "\n"


@cache
def _templates(*, is_page: bool) -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=is_page,
        undefined=StrictUndefined,
        finalize=readable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"wrapped": _wrapped, "cell": _cell, "name": name_of}
    made.globals |= {"w": wording, "spark": spark}
    for words in (headline, result, target, change, waits_for, counted, lacked, no_data, unseen):
        made.globals[words.__name__] = words
    return made


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
    since = wording.moment(section.last_data_at, section.zone)
    return (
        f"No data since {since}, so nothing can be said about {wording.week(week.first_day)}."
        " `trackrecord doctor` tries every source."
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


def _wrapped(line: Any, indent: int = 0) -> Markup:
    """Lines of the text's width; marked as made here, so that their line breaks stay."""
    edge = " " * indent
    return Markup(textwrap.fill(readable(line), WIDTH, initial_indent=edge, subsequent_indent=edge))


def _cell(value: Any, width: int) -> str:
    """A cell of a text table; a negative width puts it to the right."""
    shown = readable(value)
    return shown.rjust(-width) if width < 0 else shown.ljust(width)
