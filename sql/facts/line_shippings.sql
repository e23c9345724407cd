-- When did each line of an order leave first?
-- grain: one row per line that was not taken out of its order
-- key: shop, order_id, line_id
with parcels as ( -- one that was called off has not left
    select parcels.shop, parcels.order_id, parcels.shipment_id, parcels.shipped_at, words.line_word
    from staging.shipments as parcels
    left join staging.shipment_lines as words using (shop, order_id, shipment_id)
    where parcels.cancelled_at is null
),

orders as (
    select
        shop, order_id, bool_or(line_word is not null) as names_lines,
        min(shipped_at) as shipped_at
    from parcels
    group by shop, order_id
),

named as ( -- a line is named by its id, or by its SKU
    select lines.shop, lines.order_id, lines.line_id, min(parcels.shipped_at) as shipped_at
    from staging.order_items as lines
    inner join parcels
        on
            parcels.shop = lines.shop
            and parcels.order_id = lines.order_id
            and parcels.line_word in (lines.line_id, lines.sku)
    group by lines.shop, lines.order_id, lines.line_id
)

select
    lines.shop,
    lines.order_id,
    lines.line_id,
    -- where no parcel of the order says what is in it, the first is taken to hold the line
    case when orders.names_lines then named.shipped_at else orders.shipped_at end as shipped_at
from staging.order_items as lines
left join orders using (shop, order_id)
left join named using (shop, order_id, line_id)
where coalesce(lines.quantity, 1) <> 0
