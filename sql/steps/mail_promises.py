"""Until when did each order mail promise that something would be shipped or delivered?

A mail that names several days for one thing promises the latest. Days are the shop's; a day
without a time holds until it ends. What words may say of days, sql/days_in_words.py knows.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pyarrow as pa

from sql.days_in_words import Moment, span_in

READS = {
    "phrases": """
        with taken as (
            select mail_key, min(accepted_at) as accepted_at
            from staging.mail_deliveries group by mail_key
        )
        select found.message_key, found.kind, found.phrase, found.numbers, mails.shop, shops.zone,
            coalesce(taken.accepted_at, mails.happened_at) as made_at
        from private.promise_phrases as found
        inner join staging.messages as mails using (message_key)
        inner join seeds.shops as shops on shops.shop = mails.shop
        left join taken on taken.mail_key = coalesce(mails.message_id, mails.message_key)
        where coalesce(taken.accepted_at, mails.happened_at) is not null
        order by found.message_key, found.place
    """,
    "closed": "select shop, closed_day from seeds.closed_days order by all",
}
COLUMNS = {
    "message_key": "varchar",
    "kind": "varchar",  # ship, deliver
    "number_key": "varchar",  # of the parcel that it is about; empty: of all in the mail
    "from_at": "timestamp",  # start of a span
    "until_at": "timestamp",
    "until_day": "date",  # of the shop
    "day_starts_at": "timestamp",  # of until_day
}
KEY = ("message_key", "kind", "number_key")


def run(phrases: pa.Table, closed: pa.Table) -> dict[str, list]:
    days = {}
    for row in closed.to_pylist():
        days.setdefault(row["shop"], set()).add(row["closed_day"])
    frozen = {shop: frozenset(found) for shop, found in days.items()}
    latest: dict[tuple[str, str, str], tuple] = {}
    for row in phrases.to_pylist():
        said = promised(row, frozen.get(row["shop"], frozenset()))
        for number in row["numbers"] or [""]:
            key = (row["message_key"], row["kind"], number)
            if said and (key not in latest or said[1] > latest[key][1]):
                latest[key] = said
    rows = [(*key, *row) for key, row in sorted(latest.items())]
    return {name: [row[at] for row in rows] for at, name in enumerate(COLUMNS)}


def promised(row: dict, closed: frozenset[date]) -> tuple | None:
    """The span in UTC, its last day in the shop, and when that began."""
    zone = ZoneInfo(row["zone"])
    made = row["made_at"].replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    span = span_in(row["phrase"], made.date(), closed, zone.key.startswith("America/"))
    if span is None:
        return None
    start, until = (moment(at, made) for at in span)
    return in_utc(start, until, zone) if until else None


@lru_cache(maxsize=50_000)
def in_utc(start: datetime | None, until: datetime, zone: ZoneInfo) -> tuple:
    day_starts = datetime.combine(until.date(), time())
    return start and utc(start, zone), utc(until, zone), until.date(), utc(day_starts, zone)


def moment(at: Moment | None, made: datetime) -> datetime | None:
    return made + at if isinstance(at, timedelta) else at


def utc(at: datetime, zone: ZoneInfo) -> datetime:
    return at.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
