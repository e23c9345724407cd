-- What did each version of an order's record hold?
-- grain: one row per version of an order; numbers grow with time, batches break ties
-- key: shop, order_id, version
select
    shop,
    order_id,
    row_number() over (
        partition by shop, order_id
        order by coalesce(valid_from_at, read_at), batch_id, read_at, content_hash
    ) as version,
    coalesce(valid_from_at, read_at) as valid_from_at,
    versions.valid_from_at is not null as is_dated,
    placed_at,
    paid_at,
    cancelled_at,
    refunded_at,
    verified_at,
    confirmation_flag,
    channel,
    locale,
    warehouse,
    shipping_method,
    payment_method,
    fulfilment,
    customer_key(email) as customer_key,
    coalesce(is_test, false) as is_test,
    coalesce(is_imported, false) as is_imported,
    coalesce(is_in_store, false) as is_in_store,
    edited_at,
    fulfilled_at,
    ship_by_at,
    deliver_by_at,
    coalesce(is_gift, false) as is_gift,
    currency,
    total,
    refunded_total,
    line_ids,
    flags,
    source,
    trim(name) <> '' as has_name,
    regexp_matches(trim(email), '^[^@\s]+@[^@\s]+\.[^@\s.]+$') as has_email,
    trim(phone) <> '' as has_phone,
    trim(street) <> '' as has_street,
    trim(pickup_point) <> '' as has_pickup_point,
    trim(city) <> '' as has_city,
    trim(postcode) <> '' as has_postcode,
    upper(trim(country)) as country
from raw.order_versions as versions
