"""On which days does nobody deliver in a whole country, as far as mails name such days?"""

import pyarrow as pa

READS = {
    "countries": """
        select distinct country from staging.orders where country is not null order by country
    """,
    "years": """
        select distinct cast(date_part('year', last_day) as integer) as year
        from private.stated_days where last_day is not null order by year
    """,
}
COLUMNS = {"country": "varchar", "day": "date"}
KEY = ("country", "day")
FIRST, LAST = 1990, 2200  # the library knows no others


def run(countries: pa.Table, years: pa.Table) -> dict[str, list]:
    wanted = [year for year in years["year"].to_pylist() if FIRST <= year <= LAST]
    rows = national(countries["country"].to_pylist(), wanted) if wanted else []
    return {"country": [row[0] for row in rows], "day": [row[1] for row in rows]}


def national(countries: list[str], years: list[int]) -> list[tuple]:
    """Public holidays of whole countries; a Sunday is none by itself."""
    import holidays  # only who has mails to judge pays for it

    known = holidays.list_supported_countries(include_aliases=False)
    return [
        (country, day)
        for country in countries if country in known
        for day, name in sorted(holidays.country_holidays(country, years=years).items())
        if day.year in years and name.casefold() not in ("söndag", "søndag", "sunday")
    ]
