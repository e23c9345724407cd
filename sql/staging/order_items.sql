-- What was ordered?
-- grain: one row per line of an order, as its newest record says; none for lines taken out
-- key: shop, order_id, line_id
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
from staging.order_item_versions as newest
left join staging.orders as orders using (shop, order_id)
left join staging.gone_records as gone
    on
        gone.record = 'items'
        and gone.shop = newest.shop
        and gone.order_id = newest.order_id
        and gone.part_id = newest.line_id
where
    newest.valid_until_at is null
    and gone.part_id is null
    and (orders.line_ids is null or list_contains(orders.line_ids, newest.line_id))
