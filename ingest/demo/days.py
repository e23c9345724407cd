"""Days as a shop counts them: when each begins and ends there, and which are working days."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .cast import FJORDKIND
from .clock import local, utc
from .order_events import Held, Order

DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)


def day_of(at: datetime, zone: ZoneInfo) -> date:
    return local(at, zone).date()


def start_of(day: date, zone: ZoneInfo) -> datetime:
    return moment_of(day, time(0), zone)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    return start_of(day + DAY, zone) - MICROSECOND


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    return utc(datetime.combine(day, at, zone))


def never(day: date) -> bool:
    return False


def working_day(after: date, number: int, is_closed: Callable[[date], bool] = never) -> date:
    """The first, second, ... of Monday to Friday after a day, but for those that are closed."""
    day = after
    for _ in range(number):
        day += DAY
        while day.weekday() > 4 or is_closed(day):
            day += DAY
    return day


def held_to_its_end(order: Order, at: datetime, day: date) -> Held:
    """One system records the day alone, the other its last second."""
    zone = order.brand.zone
    if order.brand is FJORDKIND:
        return Held(at, end_of(day, zone), is_day=True)
    return Held(at, moment_of(day, time(23, 59, 59), zone))
