-- Which statements are promises, which of them replaced which, and when did what they promise happen?
-- grain: one row per promise; a statement of the same day as the one before it only repeats it
-- key: promise_id
with happened as (
    select
        said.*,
        parcels.carrier,
        parcels.cancelled_at as parcel_cancelled_at,
        case
            when said.shipment_id <> ''
                then coalesce(parcels.first_attempt_at, parcels.delivered_at)
            when said.line_id <> '' then lines.shipped_at
            when said.kind = 'ship' then orders.shipped_at
            else orders.arrived_at
        end as happened_at
    from facts.promise_statements as said
    left join staging.shipments as parcels
        on parcels.shop = said.shop and parcels.shipment_id = said.shipment_id
    left join facts.line_shippings as lines
        on
            lines.shop = said.shop and lines.order_id = said.order_id
            and lines.line_id = said.line_id
    left join facts.order_arrivals as orders
        on orders.shop = said.shop and orders.order_id = said.order_id
    where -- what is gone from the record, or was taken out of the order, is promised no more
        (said.shipment_id = '' or parcels.shipment_id is not null)
        and (said.line_id = '' or lines.line_id is not null)
),

new_days as (
    select *
    from happened
    where coalesce(made_at <= happened_at, true) -- what is said afterwards promises nothing
    qualify until_day is distinct from lag(until_day) over (
        partition by shop, order_id, shipment_id, line_id, kind
        order by made_at, made_in <> 'record', said_in
    )
),

named as (
    select
        *,
        md5(concat_ws('|', shop, order_id, shipment_id, line_id, kind, made_in, said_in))
            as promise_id
    from new_days
)

select
    *,
    lead(promise_id) over chain as superseded_by,
    lead(made_at) over chain as superseded_at,
    row_number() over chain = 1 as is_first
from named
window chain as (
    partition by shop, order_id, shipment_id, line_id, kind
    order by made_at, made_in <> 'record', said_in
)
