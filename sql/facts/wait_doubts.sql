-- Which unanswered customers got something from us that may have been the answer?
-- grain: one row per wait without an answer that we can name
-- key: wait_id
with unreadable as ( -- the log shows that a mail went out; its words lie in no folder we read
    select unread.shop, unread.customer_key, unread.accepted_at as happened_at
    from facts.unread_mails as unread
    left join staging.messages as mails
        on coalesce(mails.message_id, mails.message_key) = unread.mail_key
    left join staging.tickets as told on unread.mail_key = told.message_id
    where mails.message_key is null and told.message_id is null
),

untold as ( -- said in the helpdesk, by nobody knows whom, or whether the customer saw it
    select said.shop, people.customer_key, said.happened_at
    from facts.ticket_messages as said
    inner join (select distinct shop, ticket_id, customer_key from staging.tickets) as people
        using (shop, ticket_id)
    where said.kind = 'unknown' or (said.kind = 'reply' and said.is_public is null)
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
    union all
    select shop, customer_key, happened_at from untold
)

select spans.wait_id, min(possible.happened_at) as doubtful_since_at
from possible
left join facts.people as people using (shop, customer_key)
inner join facts.wait_spans as spans
    on
        possible.shop = spans.shop
        and coalesce(people.person_key, possible.customer_key) = spans.customer_key
        and spans.started_at <= possible.happened_at
where spans.ended_by is null
group by spans.wait_id
