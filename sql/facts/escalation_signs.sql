-- What tells that something was escalated: a mail forwarded, foldered, flagged, a ticket, a person?
-- grain: one row per sign
-- key: sign_key
with forwarded as (
    select distinct mails.message_key, mails.shop, mails.happened_at
    from staging.messages as mails
    inner join staging.message_recipients as people using (message_key)
    inner join facts.escalation_addresses as leads
        on mails.shop = leads.shop and people.recipient_key = leads.address_key
    where
        mails.is_from_own
        and not mails.is_contact_form
        and not mails.is_draft
        and mails.happened_at is not null
        and cast(mails.happened_at as date) >= leads.valid_from_day
        -- what people of one team write to each other is no escalation
        and mails.from_key is distinct from people.recipient_key
)

select
    'forwarded:' || forwarded.message_key as sign_key,
    forwarded.shop, 'forwarded' as how, forwarded.happened_at as sign_at,
    judged.conversation_id,
    case when judged.order_match <> 'recipient_time' then judged.order_id end as order_id,
    cast(null as varchar) as message_key,
    cast(null as varchar) as wait_id
from forwarded
inner join facts.messages as judged using (message_key)
union all
select
    marks.how || ':' || marks.message_key as sign_key,
    mails.shop, marks.how, marks.noticed_at as sign_at,
    null as conversation_id, null as order_id, marks.message_key, null as wait_id
from staging.escalation_marks as marks
inner join staging.messages as mails using (message_key)
union all
select
    events.event_id as sign_key,
    events.shop, 'helpdesk' as how, events.event_at as sign_at,
    min(said.conversation_id) as conversation_id, null as order_id, null as message_key,
    null as wait_id
from staging.tickets as events
left join facts.ticket_messages as said using (shop, ticket_id)
where events.event = 'escalated'
group by events.event_id, events.shop, events.event_at
union all
select
    'decision:' || decided.wait_id as sign_key,
    spans.shop, 'decision' as how, decided.escalated_at as sign_at,
    null as conversation_id, null as order_id, null as message_key, decided.wait_id
from facts.decided_escalations as decided
inner join facts.wait_spans as spans using (wait_id)
