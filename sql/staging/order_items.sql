-- What was ordered?
-- grain: one row per line of an order, as its newest record says; none for lines taken out
-- key: shop, order_id, line_id
with newest as (
    select *
    from raw.order_items
    qualify row_number() over (
        partition by shop, order_id, line_id
        order by coalesce(valid_from_at, read_at) desc, batch_id desc, read_at desc, content_hash
    ) = 1
)

select
    newest.shop,
    newest.order_id,
    newest.line_id,
    newest.sku,
    newest.title,
    newest.quantity,
    newest.price,
    newest.fulfilment,
    newest.availability,
    newest.ship_by_at,
    newest.flags
from newest
left join staging.orders as orders using (shop, order_id)
left join staging.gone_records as gone
    on
        gone.record = 'items'
        and gone.shop = newest.shop
        and gone.order_id = newest.order_id
        and gone.part_id = newest.line_id
where
    gone.part_id is null
    and (orders.line_ids is null or list_contains(orders.line_ids, newest.line_id))
