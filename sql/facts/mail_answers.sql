-- Which mails of ours could which customer read as an answer, and when?
-- grain: one row per such mail and customer it was addressed to
-- key: shop, customer_key, message_key
with asked as (
    select shop, message_id, max(received_at) as received_at
    from facts.messages
    where direction = 'incoming' and message_id is not null
    group by shop, message_id
),

by_machine as ( -- what the helpdesk says a program of it wrote
    select distinct mail_key as message_key
    from facts.ticket_messages
    where direction = 'outgoing' and kind = 'auto_reply' and mail_key is not null
),

never_arrived as ( -- for whatever reason: an address that works has not read what came back
    select distinct message_id, recipient_key as customer_key
    from staging.mail_deliveries
    where state in ('bounced', 'expired', 'rejected') and message_id is not null
),

addressed as (
    select message_key, in_reply_to, unnest(to_keys) as customer_key
    from staging.messages
    where direction = 'outgoing'
    union
    select matched.message_key, staged.in_reply_to, matched.customer_key
    from facts.messages as matched
    inner join staging.messages as staged using (message_key)
    where matched.direction = 'outgoing' and matched.customer_key is not null
)

select
    sent.shop,
    addressed.customer_key,
    sent.message_key,
    sent.conversation_id,
    case when sent.order_match <> 'recipient_time' then sent.order_id end as order_id,
    sent.is_human and by_machine.message_key is null as is_human,
    sent.team,
    sent.happened_at as sent_at,
    -- A clock that runs behind must not put an answer before its question.
    greatest(sent.happened_at, coalesce(asked.received_at, sent.happened_at)) as happened_at
from facts.messages as sent
inner join addressed using (message_key)
left join by_machine on sent.message_key = by_machine.message_key
left join asked on sent.shop = asked.shop and addressed.in_reply_to = asked.message_id
left join never_arrived
    on
        sent.message_id = never_arrived.message_id
        and addressed.customer_key = never_arrived.customer_key
where
    sent.direction = 'outgoing'
    and sent.happened_at is not null
    and (sent.is_human or sent.kind in ('reply', 'auto_reply'))
    and never_arrived.message_id is null
