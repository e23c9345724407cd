-- Which order may each mail be about that names none, by its customer and the time alone?
-- grain: one row per mail that names no order, of a customer who had ordered before it
-- key: message_key
with nameless as (
    select mails.message_key, mails.shop, mails.customer_key, mails.happened_at
    from staging.messages as mails
    inner join facts.message_kinds as kinds using (message_key)
    left join facts.named_orders as named using (message_key)
    where
        named.message_key is null
        and kinds.kind not in ('bounce', 'bulk', 'internal', 'spam')
        and kinds.kind_reason not in ('draft', 'to_ourselves', 'bulk')
)

select -- the customer's newest order of the time before the mail
    nameless.message_key,
    nameless.shop,
    arg_max(orders.order_id, (orders.placed_at, orders.order_id)) as order_id
from nameless
inner join staging.order_customers as people using (shop, customer_key)
inner join staging.orders as orders using (shop, order_id)
inner join staging.targets as targets
    on
        targets.shop = orders.shop
        and cast(orders.placed_at as date) >= targets.valid_from_day
        and cast(orders.placed_at as date) < targets.valid_until_day
where
    orders.placed_at <= nameless.happened_at + targets.clock_offset_seconds * interval 1 second
    and orders.placed_at
    >= nameless.happened_at - targets.order_match_seconds * interval 1 second
group by nameless.message_key, nameless.shop
