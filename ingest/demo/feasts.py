"""Days on which nobody delivers in some country of our customers: no parcel is promised for them.

More days than any one country keeps; the moon's feasts of Hong Kong and the Emirates stand apart.
"""

from datetime import date, timedelta

from .holidays import easter

DAY = timedelta(days=1)
FIXED = {
    (1, 1), (1, 2), (1, 3), (1, 6), (5, 1), (5, 8), (7, 14), (7, 21), (8, 15), (10, 1), (10, 3),
    (10, 12), (10, 26), (11, 1), (11, 2), (11, 11), (12, 2), (12, 3), (12, 6), (12, 7), (12, 8),
    (12, 24), (12, 25), (12, 26), (12, 27), (12, 28),
}  # fmt: skip
AFTER_EASTER = (-3, -2, 0, 1, 39, 49, 50, 60)
OF_THE_MOON = {
    date(2025, 9, 5), date(2025, 10, 7), date(2025, 10, 29), date(2026, 8, 28), date(2026, 9, 26),
    date(2026, 10, 18), date(2026, 10, 19), date(2027, 9, 16), date(2027, 10, 8),
}  # fmt: skip


def is_feast(day: date) -> bool:
    is_bank_holiday = day.month == 5 and day.weekday() == 0 and (day.day < 8 or day.day > 24)
    return (
        (day.month, day.day) in FIXED
        or is_bank_holiday
        or (day - easter(day.year)).days in AFTER_EASTER
    )


def plain_day(day: date) -> date:
    """The day itself, or the next on which parcels come everywhere."""
    while is_feast(day):
        day += DAY
    return day
