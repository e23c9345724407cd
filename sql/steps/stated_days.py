"""Which days does each order mail name for shipping and delivery, as its slots have it?

Mails of one day say mostly the same, so each wording is read once a day.
"""

import pyarrow as pa

from sql.value_dates import stated_in

READS = {
    "values": """
        with slots as (
            select shop, local_day, shipping_time as value from private.mail_values
            where kind = 'order_confirmation' and not is_truncated
            union all
            select shop, local_day, delivery_date as value from private.mail_values
            where kind in ('shipping_notice', 'delay_notice', 'delivery_update')
        )
        select distinct slots.shop, shops.zone, slots.local_day, slots.value
        from slots inner join seeds.shops as shops on shops.shop = slots.shop
        where slots.value <> ''
        order by slots.shop, slots.local_day, slots.value
    """,
    "closed": "select shop, closed_day from seeds.closed_days order by all",
}
TABLE = "private.stated_days"
COLUMNS = {
    "shop": "varchar",
    "local_day": "date",  # of the mail
    "value": "varchar",
    "from_day": "date",
    "last_day": "date",
    "is_reversed": "boolean",  # the end before the start
    "is_two_ways": "boolean",  # 03/04/2026
    "is_other_year": "boolean",  # without its year, and not the mail's
}
KEY = ("shop", "local_day", "value")
LONGEST = 300  # characters of a value that are looked at


def run(values: pa.Table, closed: pa.Table) -> dict[str, list]:
    days = {}
    for row in closed.to_pylist():
        days.setdefault(row["shop"], set()).add(row["closed_day"])
    shut = {shop: frozenset(found) for shop, found in days.items()}
    rows = []
    for row in values.to_pylist():
        shop, day, value = row["shop"], row["local_day"], row["value"]
        is_american = row["zone"].startswith("America/")
        said = stated_in(value[:LONGEST], day, shut.get(shop, frozenset()), is_american)
        rows.append((shop, day, value, said.from_day, said.last_day, said.is_reversed,
                     said.is_two_ways, said.is_other_year))  # fmt: skip
    return {name: [row[at] for row in rows] for at, name in enumerate(COLUMNS)}
