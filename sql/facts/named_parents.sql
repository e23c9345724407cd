-- Which read messages does each mail name as the one it answers, or among its references?
-- grain: one row per mail and message named; references only where the answered one is in doubt
-- key: number, parent, nearness
with bearers as ( -- so many mails under one Message-ID: it names none of them
    select
        messages.number, messages.bears, messages.customer, messages.subject,
        messages.is_internal
    from facts.conversation_messages as messages
    left join facts.shared_message_ids as shared using (bears)
    where messages.bears is not null and messages.is_joinable and coalesce(shared.bearers, 1) <= 10
),

answered as (
    select
        mails.number, bearers.number as parent, 1000000 as nearness, -- before any reference
        coalesce(mails.customer = bearers.customer, false)
        or coalesce(mails.subject = bearers.subject, false)
        or mails.is_internal or bearers.is_internal as is_believed
    from facts.conversation_messages as mails
    inner join bearers on mails.answers = bearers.bears
    where mails.number <> bearers.number
),

settled as (select number from answered where is_believed),

doubtful as (
    select distinct -- few, and so before they meet their texts
        messages.number, messages.message_key
    from facts.conversation_messages as messages
    left join settled using (number)
    where settled.number is null
),

referring as (
    select
        doubtful.number, unnest(said.reference_ids) as reference_id,
        generate_subscripts(said.reference_ids, 1) as nearness
    from doubtful
    inner join staging.messages as said using (message_key)
    where len(said.reference_ids) > 0
)

select number, parent, nearness, is_believed from answered
union all
select
    mails.number, bearers.number as parent, referring.nearness,
    coalesce(mails.customer = bearers.customer, false)
    or coalesce(mails.subject = bearers.subject, false)
    or mails.is_internal or bearers.is_internal as is_believed
from referring
inner join facts.conversation_messages as mails using (number)
inner join bearers on number_in(mails.shop, referring.reference_id) = bearers.bears
where mails.number <> bearers.number
