"""The promises that pages count: one list, with the page and the rows behind each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard import read
from dashboard.filters import EVERY, Chosen
from dashboard.read import Frame, Row


@dataclass(frozen=True)
class Measure:
    """A share with a target; its numbers stand in metrics.rates_weekly under `name`."""

    name: str
    title: str
    page: str  # the page that explains it
    facts: str  # the model whose rows it counts
    started: str  # that model's column by which a row belongs to its week
    members: str  # its rows' name in metrics.verdicts_weekly
    clock: str  # its waiting time's name in metrics.latencies_weekly
    counted_in: str = "metrics.rates_weekly"  # the model that sums the rows up
    is_first: bool | None = None  # counts only these rows of the model


CONFIRMED = Measure("confirmed_in_time", "Confirmed", "confirmations",
                    "facts.order_confirmations", "placed_at", "confirmations", "confirmation")
SHIPPING_MAIL = Measure("shipping_mail_in_time", "Shipping mails", "tracking",
                        "facts.shipping_notices", "shipped_at", "shipping_notices", "shipping_mail")
TRACKING = Measure("shipped_with_tracking", "With tracking", "tracking",
                   "facts.shipping_notices", "shipped_at", "shipping_notices", "shipping_mail")
FIRST_REPLY = Measure("first_replied_in_time", "First replies", "inquiries",
                      "facts.waits", "started_at", "waits", "reply", is_first=True)
REPLY = Measure("replied_in_time", "All replies", "inquiries",
                "facts.waits", "started_at", "waits", "reply")
LATER_REPLY = Measure("later_replied_in_time", "Later replies", "inquiries",
                      "facts.waits", "started_at", "waits", "reply", is_first=False)
CONTACTS = Measure("where_is_my_order", "Where is my order", "complaints", "facts.order_contacts",
                   "started_at", "order_contacts", "", "metrics.where_is_my_order_weekly")
NOTICES = Measure("told_of_changes", "Told of changes", "confirmations",
                  "facts.order_notices", "clock_starts_at", "order_notices", "notice")
PROMISE = Measure("promise_kept", "Promises kept", "tracking",
                  "facts.promises", "until_at", "promises", "promise",
                  is_first=True)  # later ones are corrections
CLEAN = Measure("clean_mails", "Clean mails", "template_review",
                "cases.mail_verdicts", "sent_at", "order_mails", "")
# What the start page and This week judge; the others stand on the page that explains them.
MEASURES = (CONFIRMED, SHIPPING_MAIL, TRACKING, CLEAN, FIRST_REPLY, REPLY)


@dataclass(frozen=True)
class Week:
    """One measure in one week, with the week before and the way there."""

    measure: Measure
    row: Row | None
    before: Row | None
    trend: list[float]
    is_earlier: bool = False  # than the week that the page is about: that one is not complete

    @property
    def is_judged(self) -> bool:
        """Complete, with enough cases and a target: only then a word is said about it."""
        return self.row is not None and bool(self.row["is_mature"]) and self.has_verdict

    @property
    def has_verdict(self) -> bool:
        return self.row is not None and not pd.isna(self.row["meets_target"])

    @property
    def meets_target(self) -> bool:
        return self.row is not None and self.is_judged and bool(self.row["meets_target"])


def rates(chosen: Chosen, measure: str) -> Frame:
    """A measure by week, oldest first."""
    return read.table(
        "metrics.rates_weekly", measure=measure, order="week_start_day", **chosen.slice
    )


def newest_complete_week(chosen: Chosen) -> Any:
    """The Monday of the newest week that is complete for any promise; None before the first."""
    rows = read.table(
        "metrics.rates_weekly", is_mature=True, shop=chosen.shop, dimension=EVERY,
        order="-week_start_day", limit=1,
    )  # fmt: skip
    return None if rows.empty else rows["week_start_day"].iloc[0]


def in_week(chosen: Chosen, measure: Measure, day: date) -> Week:
    """The measure in that week; where it is not complete yet, in the newest one that is.

    Replies to Sunday's mails are due on Monday, when the week is looked at.
    """
    rows = rates(chosen, measure.name)
    if rows.empty:
        return Week(measure, None, None, [])
    until = rows[rows["week_start_day"] <= day].tail(chosen.weeks)
    complete = until[until["is_mature"]]
    shown = complete if len(complete) else until
    this, before = shown.tail(1), shown.iloc[:-1].tail(1)
    return Week(
        measure,
        None if this.empty else this.iloc[0],
        None if before.empty else before.iloc[0],
        list(shown["share"].dropna()),
        is_earlier=bool(len(this)) and this["week_start_day"].iloc[0] < day,
    )


def is_well(weeks: list[Week], queue: Frame) -> bool | None:
    """Whether every judged promise was kept and nobody waits too long; None: nothing is judged."""
    judged = [week.meets_target for week in weeks if week.is_judged]
    is_late = bool(len(queue)) and queue["overdue"].iloc[0] > 0
    return all(judged) and not is_late if judged or is_late else None


def queue(chosen: Chosen) -> Frame:
    """Who waits for an answer now; no row where that cannot be seen, which is not the same as 0."""
    seen = read.table("metrics.measured", measure=REPLY.name, **chosen.only_shop)
    states = set(seen["state"]) if len(seen) else set()
    rows = read.table("metrics.queue", shop=chosen.shop)
    return rows if states - {"not_measurable"} else rows.head(0)
