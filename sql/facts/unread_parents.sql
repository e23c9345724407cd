-- Which mail that nobody read did each mail answer?
-- grain: one row per mail that names no mail which it could have answered, but an unread one
-- key: number
with orphans as (
    select
        messages.number, messages.shop, messages.customer_key, mails.in_reply_to,
        mails.reference_ids
    from staging.messages as mails
    inner join facts.conversation_messages as messages using (message_key)
    left join facts.believed_parents as believed using (number)
    where
        believed.number is null
        and (mails.in_reply_to is not null or len(mails.reference_ids) > 0)
),

named as (
    select number, shop, customer_key, in_reply_to as message_id, 1000000 as nearness
    from orphans
    union all
    select
        number, shop, customer_key, unnest(reference_ids) as message_id,
        generate_subscripts(reference_ids, 1) as nearness
    from orphans
),

nearest as ( -- what was read and is not believed is as if it were not there
    select named.number, named.shop, named.customer_key, named.message_id
    from named
    left join staging.messages as mails
        on named.message_id = mails.message_id and named.shop = coalesce(mails.shop, '')
    left join staging.tickets as said
        on named.message_id = said.message_id and named.shop = coalesce(said.shop, '')
    where named.message_id <> '' and mails.message_id is null and said.message_id is null
    qualify row_number() over (partition by named.number order by named.nearness desc) = 1
),

crowds as ( -- what more than three customers answer went to more than three: a newsletter
    select shop, message_id
    from nearest
    group by shop, message_id
    having count(distinct customer_key) > 3
)

select nearest.number, nearest.shop, nearest.message_id
from nearest
left join crowds using (shop, message_id)
where crowds.message_id is null
