-- Which mail that nobody read did each mail answer?
-- grain: one row per mail that names no mail which it could have answered, but an unread one
-- key: number
with orphans as (
    select messages.number, messages.shop, messages.message_key, messages.customer, messages.answers
    from facts.conversation_messages as messages
    left join facts.believed_parents as believed using (number)
    where believed.number is null and messages.ticket is null
),

named as (
    select number, customer, answers as missing, 1000000 as nearness
    from orphans
    where answers is not null
    union all
    select number, customer, number_in(shop, reference_id) as missing, nearness
    from (
        select
            orphans.number, orphans.shop, orphans.customer,
            unnest(mails.reference_ids) as reference_id,
            generate_subscripts(mails.reference_ids, 1) as nearness
        from orphans
        inner join staging.messages as mails using (message_key)
        where len(mails.reference_ids) > 0
    ) as referred
    where reference_id <> ''
),

read as (
    select bears from facts.conversation_messages
    union all
    select number_in(coalesce(shop, ''), message_id) from staging.tickets
    where message_id <> '' and not is_message
),

nearest as ( -- what was read and is not believed is as if it were not there
    select named.number, named.customer, named.missing
    from named
    left join read on named.missing = read.bears
    where read.bears is null
    qualify row_number() over (partition by named.number order by named.nearness desc) = 1
),

crowds as ( -- what more than three customers answer went to more than three: a newsletter
    select missing
    from nearest
    group by missing
    having count(distinct customer) > 3
)

select nearest.number, nearest.missing
from nearest
left join crowds using (missing)
where crowds.missing is null
