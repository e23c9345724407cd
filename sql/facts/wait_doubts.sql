-- Which unanswered customers got something from us that may have been the answer?
-- grain: one row per wait without an answer that we can name
-- key: wait_id
with unreadable as ( -- the log shows that a mail went out; its words lie in no folder we read
    select unread.shop, unread.customer_key, unread.accepted_at as happened_at
    from facts.unread_mails as unread
    left join staging.messages as mails
        on coalesce(mails.message_id, mails.message_key) = unread.mail_key
    where mails.message_key is null
),

shops_without_orders as (
    select shops.shop
    from seeds.shops as shops
    left join staging.coverage as orders on shops.shop = orders.shop and orders.role = 'orders'
    where orders.path is null
),

elsewhere as ( -- without orders nobody can tell whether two threads are about the same one
    select answers.shop, answers.customer_key, answers.happened_at
    from facts.visible_answers as answers
    inner join shops_without_orders using (shop)
    where answers.is_human
),

possible as (
    select shop, customer_key, happened_at from unreadable
    union all
    select shop, customer_key, happened_at from elsewhere
)

select spans.wait_id, min(possible.happened_at) as doubtful_since_at
from facts.wait_spans as spans
inner join possible
    on
        spans.shop = possible.shop
        and spans.customer_key = possible.customer_key
        and spans.started_at <= possible.happened_at
where spans.ended_by is null
group by spans.wait_id
