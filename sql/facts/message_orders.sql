-- Which order is each mail about, and by which way do we know?
-- grain: one row per mail that is about an order
-- key: message_key
with threads as ( -- a conversation in which only one order is named
    select
        talks.conversation_id,
        talks.shop,
        min(named.order_id) as order_id
    from facts.named_orders as named
    inner join steps.conversations as talks using (message_key)
    group by talks.conversation_id, talks.shop
    having count(distinct named.order_id) = 1
),

nameless as (
    select mails.message_key, mails.shop, mails.customer_key, mails.happened_at
    from staging.messages as mails
    inner join facts.message_kinds as kinds using (message_key)
    left join facts.named_orders as named using (message_key)
    where
        named.message_key is null
        and kinds.kind not in ('bounce', 'bulk', 'internal', 'spam')
        and kinds.kind_reason not in ('draft', 'to_ourselves', 'bulk')
),

by_time as ( -- the customer's newest order of the time before the mail
    select
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
        orders.placed_at
        <= nameless.happened_at + targets.clock_offset_seconds * interval 1 second
        and orders.placed_at
        >= nameless.happened_at - targets.order_match_seconds * interval 1 second
    group by nameless.message_key, nameless.shop
)

select message_key, shop, order_id, order_match from facts.named_orders
union all
select
    nameless.message_key,
    nameless.shop,
    coalesce(threads.order_id, by_time.order_id) as order_id,
    case when threads.order_id is not null then 'thread' else 'recipient_time' end as order_match
from nameless
left join steps.conversations as talks using (message_key)
left join threads
    on threads.conversation_id = talks.conversation_id and threads.shop = nameless.shop
left join by_time on by_time.message_key = nameless.message_key
where coalesce(threads.order_id, by_time.order_id) is not null
