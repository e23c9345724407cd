-- Which order is each mail about, and by which way do we know?
-- grain: one row per mail that is about an order
-- key: message_key
with threads as ( -- a conversation in which only one order is named
    select
        talks.conversation_id,
        talks.shop,
        min(named.order_id) as order_id
    from facts.named_orders as named
    inner join facts.conversations as talks using (message_key)
    group by talks.conversation_id, talks.shop
    having count(distinct named.order_id) = 1
),

nameless as (
    select mails.message_key, mails.shop
    from staging.messages as mails
    inner join facts.message_kinds as kinds using (message_key)
    left join facts.named_orders as named using (message_key)
    where
        named.message_key is null
        and kinds.kind not in ('bounce', 'bulk', 'internal', 'spam')
        and kinds.kind_reason not in ('draft', 'to_ourselves', 'bulk')
)

select message_key, shop, order_id, order_match from facts.named_orders
union all
select
    nameless.message_key,
    nameless.shop,
    coalesce(threads.order_id, by_time.order_id) as order_id,
    case when threads.order_id is not null then 'thread' else 'recipient_time' end as order_match
from nameless
left join facts.conversations as talks using (message_key)
left join threads
    on threads.conversation_id = talks.conversation_id and threads.shop = nameless.shop
left join facts.orders_by_time as by_time on by_time.message_key = nameless.message_key
where coalesce(threads.order_id, by_time.order_id) is not null
