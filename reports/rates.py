"""How often each promise was kept in a week, and whether that can be judged."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from reports.week import Rate, State

CLOCKS = {  # each promise, and the wait that it limits
    "confirmed_in_time": "confirmation",
    "shipping_mail_in_time": "shipping_mail",
    "shipped_with_tracking": "",
    "replied_in_time": "reply",
    "first_replied_in_time": "reply",
}
TREND_WEEKS = 13


class Reader(Protocol):
    """A build's rows."""

    def rows(self, sql: str, params: Sequence[object] = ()) -> list[tuple]: ...


class _Row(NamedTuple):
    """A row of metrics.rates_weekly."""

    share: float | None
    numerator: int
    denominator: int
    low: float | None
    high: float | None
    target: float | None
    excluded: int
    undecided: int
    unknown: int
    is_mature: bool
    meets_target: bool | None


_Held = Mapping[tuple[str, date], _Row]
_NOTHING = _Row(None, 0, 0, None, None, None, 0, 0, 0, False, None)


def rates(
    build: Reader, shop: str, first_day: date, limits: Mapping[str, float | None]
) -> tuple[Rate, ...]:
    """Every promise of a shop (or `all`), also those that nothing is known of."""
    held = _held(build, shop, first_day)
    return tuple(
        _rate(measure, first_day, held, limits.get(clock)) for measure, clock in CLOCKS.items()
    )


def _held(build: Reader, shop: str, first_day: date) -> _Held:
    rows = build.rows(
        "select measure, week_start_day, share, numerator, denominator, low, high,"
        " cast(target_share as double), excluded, undecided, unknown, is_mature, meets_target"
        " from metrics.rates_weekly"
        " where shop = ? and dimension = 'all' and week_start_day between ? and ?",
        [shop, first_day - timedelta(weeks=TREND_WEEKS - 1), first_day],
    )
    return {(row[0], row[1]): _Row(*row[2:]) for row in rows}


def _rate(measure: str, first_day: date, held: _Held, limit: float | None) -> Rate:
    weeks = [first_day - timedelta(weeks=back) for back in reversed(range(TREND_WEEKS))]
    row = held.get((measure, first_day), _NOTHING)
    before = held.get((measure, first_day - timedelta(weeks=1)), _NOTHING)
    return Rate(
        measure=measure,
        share=row.share,
        numerator=int(row.numerator),
        denominator=int(row.denominator),
        low=row.low,
        high=row.high,
        target=row.target,
        within_seconds=limit,
        change=_change(row, before),
        excluded=int(row.excluded),
        undecided=int(row.undecided),
        unknown=int(row.unknown),
        state=_state(row),
        trend=tuple((week, _whole_share(held.get((measure, week), _NOTHING))) for week in weeks),
    )


def _whole_share(row: _Row) -> float | None:
    # A week that is not all due yet would always look like a fall.
    return row.share if row.is_mature else None


def _change(row: _Row, before: _Row) -> float | None:
    """Only two weeks that can both be judged are compared."""
    if row.meets_target is None or before.meets_target is None:
        return None
    return None if row.share is None or before.share is None else row.share - before.share


def _state(row: _Row) -> State:
    if row.denominator == 0:
        return "unknown" if row.unknown else "early" if row.undecided else "none"
    if not row.is_mature:
        return "early"
    if row.target is None:
        return "no_target"
    return "few" if row.meets_target is None else "met" if row.meets_target else "missed"
