-- What is each mail, between which customer and whom, about which order?
-- grain: one row per distinct mail
-- key: message_key
select
    mails.message_key,
    mails.message_id,
    mails.shop,
    kinds.kind,
    kinds.kind_reason,
    talks.conversation_id,
    orders.order_id,
    orders.order_match,
    mails.sent_at,
    mails.received_at,
    mails.happened_at,
    mails.direction,
    mails.from_key,
    mails.customer_key,
    mails.direction = 'outgoing' and kinds.kind = 'reply' as is_human,
    mails.team,
    mails.is_archived,
    mails.has_customer,
    mails.flags,
    coalesce(mails.happened_at < mails.live_from_at, false) as is_history,
    talks.how as conversation_how
from staging.messages as mails
inner join facts.message_kinds as kinds using (message_key)
left join facts.conversations as talks using (message_key)
left join facts.message_orders as orders using (message_key)
