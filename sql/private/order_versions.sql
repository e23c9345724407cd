-- Whose order was it, and where did it go, by each version of its record?
-- grain: one row per version of an order; numbers grow with time, batches break ties
-- key: shop, order_id, version
select
    shop,
    order_id,
    row_number() over (
        partition by shop, order_id
        order by coalesce(valid_from_at, read_at), batch_id, read_at, content_hash
    ) as version,
    lower(trim(email)) as email,
    name,
    street,
    city,
    postcode,
    country,
    phone,
    pickup_point,
    content_hash
from raw.order_versions
