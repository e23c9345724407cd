-- On which day of its shop was each order placed?
-- grain: one row per order; without a known time the last day there is
-- key: shop, order_id
select
    orders.shop,
    orders.order_id,
    coalesce(days.local_day, cast(orders.placed_at as date), date '9999-12-30') as local_day
from staging.orders as orders
left join steps.calendar as days
    on
        days.shop = orders.shop
        and days.utc_day = cast(orders.placed_at as date)
        and orders.placed_at >= days.from_at
        and orders.placed_at < days.until_at
