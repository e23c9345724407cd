-- Whose order is it? Its record may hold several addresses: a mail to any of them is about it.
-- grain: one row per order and person
-- key: shop, order_id, customer_key
with others as (
    select shop, order_id, unnest(other_emails) as email
    from raw.order_versions
)

select shop, order_id, customer_key
from staging.orders
where customer_key is not null
union
select shop, order_id, customer_key(email) as customer_key
from others
where trim(email) <> ''
