-- Which read messages does each mail name as the one it answers, or among its references?
-- grain: one row per mail and message named; references only where the answered one is in doubt
-- key: number, parent, nearness
with no_subject as (select customer_key('subject:') as subject_key),

mails as (
    select
        messages.number, messages.message_key, messages.shop, messages.is_joinable,
        mails.message_id, mails.in_reply_to, mails.customer_key,
        nullif(mails.subject_key, no_subject.subject_key) as subject_key,
        mails.is_from_own and mails.customer_key is null as is_internal
    from staging.messages as mails
    inner join facts.conversation_messages as messages using (message_key)
    cross join no_subject
    union all
    select
        messages.number, messages.message_key, messages.shop, messages.is_joinable,
        said.message_id, null, messages.customer_key, null, false
    from staging.tickets as said
    inner join facts.conversation_messages as messages on said.event_id = messages.message_key
),

bearers as ( -- so many mails under one Message-ID: it names none of them
    select mails.*
    from mails
    left join facts.shared_message_ids as shared using (shop, message_id)
    where mails.message_id <> '' and mails.is_joinable and coalesce(shared.bearers, 1) <= 10
),

answered as (
    select
        mails.number, bearers.number as parent, 1000000 as nearness, -- before any reference
        coalesce(mails.customer_key = bearers.customer_key, false)
        or coalesce(mails.subject_key = bearers.subject_key, false)
        or mails.is_internal or bearers.is_internal as is_believed
    from mails
    inner join bearers on mails.shop = bearers.shop and mails.in_reply_to = bearers.message_id
    where mails.number <> bearers.number
),

referring as (
    select
        mails.*, unnest(said.reference_ids) as reference_id,
        generate_subscripts(said.reference_ids, 1) as nearness
    from mails
    inner join staging.messages as said using (message_key)
    left join answered on mails.number = answered.number and answered.is_believed
    where answered.number is null and len(said.reference_ids) > 0
)

select number, parent, nearness, is_believed from answered
union all
select
    mails.number, bearers.number as parent, mails.nearness,
    coalesce(mails.customer_key = bearers.customer_key, false)
    or coalesce(mails.subject_key = bearers.subject_key, false)
    or mails.is_internal or bearers.is_internal as is_believed
from referring as mails
inner join bearers on mails.shop = bearers.shop and mails.reference_id = bearers.message_id
where mails.number <> bearers.number
