-- What did each version of a line of an order hold?
-- grain: one row per version of a line; numbers grow with time, batches break ties
-- key: shop, order_id, line_id, version
select
    shop,
    order_id,
    line_id,
    row_number() over by_time as version,
    coalesce(valid_from_at, read_at) as valid_from_at,
    lead(coalesce(valid_from_at, read_at)) over by_time as valid_until_at,
    lines.valid_from_at is not null as is_dated,
    sku,
    title,
    quantity,
    price,
    fulfilment,
    availability,
    ship_by_at,
    flags
from raw.order_items as lines
window by_time as (
    partition by shop, order_id, line_id
    order by coalesce(valid_from_at, read_at), batch_id, read_at, content_hash desc
)
