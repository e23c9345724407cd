-- When did each parcel leave, and on which day of its shop?
-- grain: one row per parcel
-- key: shop, shipment_id
with clocks as (
    -- a carrier's first scan says as well as the shop's record that it has left
    select *, coalesce(shipped_at, first_scan_at) as left_at
    from staging.shipments
)

select
    clocks.shop,
    clocks.shipment_id,
    clocks.order_id,
    clocks.carrier,
    clocks.number_key,
    clocks.exempt_reason,
    clocks.cancelled_at,
    clocks.left_at,
    coalesce(days.local_day, cast(clocks.left_at as date), date '9999-12-30') as local_day
from clocks
left join steps.calendar as days
    on
        days.shop = clocks.shop
        and days.utc_day = cast(clocks.left_at as date)
        and clocks.left_at >= days.from_at
        and clocks.left_at < days.until_at
