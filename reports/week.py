"""The weekly report as a value: what was measured, how it compares, and what is missing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

# early: not all due yet; few: too few to judge; unknown: not to be seen; none: nothing happened.
State = Literal["met", "missed", "early", "few", "no_target", "unknown", "none"]


@dataclass(frozen=True)
class Rate:
    """A promise, and how often it was kept."""

    measure: str
    share: float | None
    numerator: int
    denominator: int
    low: float | None
    high: float | None
    target: float | None
    within_seconds: float | None
    change: float | None  # against the week before; None where one of the two says nothing
    excluded: int
    undecided: int
    unknown: int
    state: State
    trend: tuple[tuple[date, float | None], ...]


@dataclass(frozen=True)
class Latency:
    """How long customers waited, and how many got nothing at all."""

    measure: str
    items: int
    half_seconds: float | None
    slowest_seconds: float | None  # one in twenty waited longer
    target_seconds: float | None
    missing: int
    unknown: int


@dataclass(frozen=True)
class Carrier:
    """How many parcels of a carrier could be followed, and what the others lacked."""

    carrier: str
    followed: int
    shipped: int
    share: float | None
    lacked: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Finding:
    """A rule and how often it was broken."""

    rule: str
    severity: str
    findings: int
    customers: int
    sentence: str
    owner: str | None
    next_step: str | None


@dataclass(frozen=True)
class Queue:
    """Inquiries that wait now, as far as was read."""

    overdue: int
    due_soon: int
    open: int
    unknown: int
    oldest_started_at: datetime | None


@dataclass(frozen=True)
class Gap:
    """What cannot be measured, or only in part, and what to do about it."""

    shop_name: str
    measure: str
    state: str
    why: str | None
    next_step: str | None


@dataclass(frozen=True)
class Silence:
    """A source that gave nothing for longer than it should."""

    shop_name: str
    path: str
    role: str
    newest_item_at: datetime | None
    zone: str


@dataclass(frozen=True)
class Section:
    """One shop's week, or that of all shops together."""

    shop: str
    name: str
    zone: str
    is_all: bool  # carriers and findings stand with their shop only
    last_data_at: datetime | None
    rates: tuple[Rate, ...]
    latencies: tuple[Latency, ...]
    carriers: tuple[Carrier, ...]
    findings: tuple[Finding, ...]
    queue: Queue | None

    @property
    def is_empty(self) -> bool:
        return all(rate.state == "none" for rate in self.rates)

    @property
    def met(self) -> int:
        return sum(rate.state == "met" for rate in self.rates)

    @property
    def missed(self) -> int:
        return sum(rate.state == "missed" for rate in self.rates)


@dataclass(frozen=True)
class Week:
    """The whole report. Aggregates only: no address, no text, no single customer."""

    first_day: date
    is_over: bool
    built_at: datetime
    data_until_at: datetime | None
    zone: str  # of times that concern all shops
    sections: tuple[Section, ...]  # all shops first, where there is more than one
    gaps: tuple[Gap, ...]
    silences: tuple[Silence, ...]

    @property
    def number(self) -> str:
        year, week, _ = self.first_day.isocalendar()
        return f"{year}-W{week:02}"
