-- Which messages of customers expect an answer, or did until a person decided otherwise?
-- grain: one row per customer message, by mail or only in the helpdesk
-- key: message_key
select
    message_key,
    shop,
    customer_key,
    conversation_id,
    -- An order that is only guessed from the time is no reason to join two conversations.
    case when order_match <> 'recipient_time' then order_id end as order_id,
    order_id as any_order_id,
    received_at,
    is_history
from facts.messages
where
    direction = 'incoming'
    and (kind = 'inquiry' or (kind = 'no_answer_needed' and kind_reason = 'decision'))
union all
select
    message_key,
    shop,
    customer_key,
    conversation_id,
    order_id,
    order_id as any_order_id,
    happened_at as received_at,
    is_history
from facts.ticket_messages
where kind = 'inquiry' and mail_key is null -- a mail forwarded into the helpdesk counts once
