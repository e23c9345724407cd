"""By which day is an order to be shipped, where only its way of shipping says so?

So many working days after the day on which it was placed.
"""

import pyarrow as pa

from sql.days_in_words import after

READS = {
    "orders": """
        with promised as (
            select
                orders.shop, orders.order_id, orders.version, orders.placed_at,
                terms.most_days,
                row_number() over (
                    partition by orders.shop, orders.order_id, orders.version
                    order by terms.shop = '*', terms.shipping_method = '*',
                        terms.valid_from_day desc
                ) as place
            from staging.order_versions as orders
            inner join seeds.shipping_promises as terms
                on terms.shop in (orders.shop, '*')
                and lower(trim(terms.shipping_method))
                    in (lower(trim(orders.shipping_method)), '*')
                and terms.valid_from_day <= cast(orders.placed_at as date)
            where orders.ship_by_at is null
        )
        select promised.shop, promised.order_id, promised.version, promised.most_days,
            days.local_day as placed_day
        from promised
        inner join steps.calendar as days
            on days.shop = promised.shop and days.utc_day = cast(promised.placed_at as date)
            and promised.placed_at >= days.from_at and promised.placed_at < days.until_at
        where promised.place = 1
        order by promised.shop, promised.order_id, promised.version
    """,
    "closed": "select shop, closed_day from seeds.closed_days order by all",
}
COLUMNS = {
    "shop": "varchar",
    "order_id": "varchar",
    "version": "bigint",
    "ship_by_day": "date",
}
KEY = ("shop", "order_id", "version")


def run(orders: pa.Table, closed: pa.Table) -> dict[str, list]:
    days = {}
    for row in closed.to_pylist():
        days.setdefault(row["shop"], set()).add(row["closed_day"])
    shut = {shop: frozenset(found) for shop, found in days.items()}
    names = ("shop", "placed_day", "most_days")
    asked = list(zip(*(orders[name].to_pylist() for name in names), strict=True))
    known = {(shop, day, most): after(day, int(most), True, shut.get(shop, frozenset()))
             for shop, day, most in set(asked)}  # fmt: skip
    last = [known[one] for one in asked]
    return {name: orders[name].to_pylist() for name in KEY} | {"ship_by_day": last}
