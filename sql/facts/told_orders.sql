-- Which orders did the shop name to its provider along with each mail?
-- grain: one row per mail, recipient outside, order and kind
-- key: mail_key, recipient_key, shop, order_id, kind
select
    tags.mail_key,
    tags.recipient_key,
    orders.shop,
    orders.order_id,
    tags.mail_kind as kind,
    tags.message_id,
    tags.path,
    tags.accepted_at,
    coalesce(orders.customer_key, tags.recipient_key) as customer_key
from staging.mail_tags as tags
inner join staging.orders as orders
    on
        lower(ltrim(trim(orders.order_id), '#')) = tags.order_token
        and orders.shop = coalesce(tags.shop, orders.shop)
where tags.order_token <> ''
-- an event without its shop, a number that two shops have: nobody knows which is meant
window same_words as (
    partition by tags.mail_key, tags.recipient_key, tags.order_token, tags.mail_kind
)
qualify
    min(orders.shop) over same_words = max(orders.shop) over same_words
    and min(orders.order_id) over same_words = max(orders.order_id) over same_words
