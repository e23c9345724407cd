-- When had each order left, and when had it been brought to the customer, all of it?
-- grain: one row per order, also of those that only parcels know
-- key: shop, order_id
with named as (
    select shop, shipment_id from staging.shipment_lines group by shop, shipment_id
),

parcels as (
    select
        parcels.shop,
        parcels.order_id,
        count(*) as parcels,
        count(named.shipment_id) as named,
        min(parcels.shipped_at) as shipped_at,
        count(coalesce(parcels.first_attempt_at, parcels.delivered_at)) as arrived,
        max(coalesce(parcels.first_attempt_at, parcels.delivered_at)) as arrived_at
    from staging.shipments as parcels
    left join named using (shop, shipment_id)
    where parcels.cancelled_at is null
    group by parcels.shop, parcels.order_id
),

lines as (
    select
        shop, order_id, count(*) as lines, count(shipped_at) as shipped,
        max(shipped_at) as shipped_at
    from facts.line_shippings
    group by shop, order_id
),

known as (
    select
        coalesce(orders.shop, parcels.shop) as shop,
        coalesce(orders.order_id, parcels.order_id) as order_id,
        orders.fulfilled_at,
        parcels.* exclude (shop, order_id),
        lines.shipped_at as all_shipped_at,
        -- only where every parcel says what is in it can be told that a line is still to come
        coalesce(parcels.named = parcels.parcels and lines.lines > 0, false) as is_by_lines,
        coalesce(lines.shipped = lines.lines, true) as is_covered
    from staging.orders as orders
    full join parcels on parcels.shop = orders.shop and parcels.order_id = orders.order_id
    left join lines on lines.shop = orders.shop and lines.order_id = orders.order_id
)

select
    shop,
    order_id,
    coalesce(fulfilled_at, case
        when not is_by_lines then shipped_at
        when is_covered then all_shipped_at
    end) as shipped_at,
    case when arrived = parcels and (is_covered or not is_by_lines) then arrived_at end
        as arrived_at
from known
