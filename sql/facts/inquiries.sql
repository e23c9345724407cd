-- Which messages of customers expect an answer, or did until a person decided otherwise?
-- grain: one row per customer message, by mail or only in the helpdesk
-- key: message_key
select
    mails.message_key,
    mails.shop,
    mails.customer_key,
    mails.conversation_id,
    -- An order that is only guessed from the time is no reason to join two conversations.
    case when mails.order_match <> 'recipient_time' then mails.order_id end as order_id,
    mails.order_id as any_order_id,
    mails.received_at,
    mails.is_history,
    case when staged.is_contact_form then 'form' else 'email' end as asked_by
from facts.messages as mails
left join staging.messages as staged using (message_key)
left join facts.mail_decisions as decided using (message_key)
where
    mails.direction = 'incoming'
    and (
        mails.kind = 'inquiry'
        -- a wait that was taken off the list stays on record, a mail that never asked has none
        or (
            mails.kind = 'no_answer_needed'
            and mails.kind_reason = 'decision'
            and decided.wait_id is not null
        )
    )
union all
select
    said.message_key,
    said.shop,
    said.customer_key,
    said.conversation_id,
    said.order_id,
    said.order_id as any_order_id,
    said.happened_at as received_at,
    said.is_history,
    coalesce(nullif(tickets.channel, ''), 'helpdesk') as asked_by
from facts.ticket_messages as said
left join staging.tickets as tickets on said.message_key = tickets.event_id
where said.kind = 'inquiry' and said.mail_key is null -- a mail in the helpdesk counts once
