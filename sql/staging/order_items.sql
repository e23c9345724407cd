-- What was ordered?
-- grain: one row per line of an order, as its newest record says
-- key: shop, order_id, line_id
select shop, order_id, line_id, sku, title, quantity
from raw.order_items
qualify row_number() over (
    partition by shop, order_id, line_id order by batch_id desc, read_at desc, content_hash
) = 1
