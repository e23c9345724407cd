-- Which orders and parcels have times that cannot all be right, so that no duration can be told?
-- grain: one row per order (shipment_id is empty) or parcel, and conflict
-- key: shop, order_id, shipment_id, conflict
with looks as (
    select shop, max(polled_at) as looked_at
    from staging.coverage
    group by shop
),

pairs as ( -- what had to come first, and what came after it
    select
        orders.shop, orders.order_id, '' as shipment_id, 'order_in_the_future' as conflict,
        looks.looked_at as earlier_at, orders.placed_at as later_at, true as is_looked_at
    from staging.orders as orders
    inner join looks using (shop)
    union all
    select
        parcels.shop, parcels.order_id, parcels.shipment_id, 'shipped_before_ordered' as conflict,
        parcels.shipped_at as earlier_at, orders.placed_at as later_at, false as is_looked_at
    from staging.shipments as parcels
    inner join staging.orders as orders using (shop, order_id)
    union all
    select
        shop, order_id, shipment_id, 'delivered_before_shipped' as conflict,
        delivered_at as earlier_at, shipped_at as later_at, false as is_looked_at
    from staging.shipments
)

select
    pairs.shop,
    pairs.order_id,
    pairs.shipment_id,
    pairs.conflict,
    pairs.earlier_at,
    pairs.later_at
from pairs
inner join staging.targets as targets
    on
        targets.shop = pairs.shop
        and targets.valid_from_day <= cast(pairs.later_at as date)
        and targets.valid_until_day > cast(pairs.later_at as date)
where
    pairs.later_at > pairs.earlier_at + targets.clock_offset_seconds * interval 1 second
    -- a full quarter of an hour may be a day without a time, begun in some zone: all of it counts
    and (
        pairs.is_looked_at
        or not is_full_quarter(pairs.earlier_at)
        or pairs.later_at >= pairs.earlier_at + interval 1 day
    )
