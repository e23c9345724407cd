-- Did each order mail and each answer reach its customer?
-- grain: one row per automated order mail or human answer
-- key: message_key
select
    shop,
    order_id,
    message_key,
    message_id,
    mail_key,
    is_archived,
    kind,
    order_id as about,
    customer_key,
    accepted_at,
    delivery_state as state,
    was_delivered
from facts.order_mails
union all
select
    mails.shop,
    mails.order_id,
    mails.message_key,
    mails.message_id,
    coalesce(mails.message_id, mails.message_key) as mail_key,
    true as is_archived,
    mails.kind,
    mails.customer_key as about,
    mails.customer_key,
    mails.happened_at as accepted_at,
    coalesce(found.state, 'unknown') as state,
    case when found.state in ('bounced', 'expired', 'rejected') then false end as was_delivered
from facts.messages as mails
left join staging.mail_deliveries as found
    on
        found.mail_key = coalesce(mails.message_id, mails.message_key)
        and found.recipient_key = mails.customer_key
where mails.direction = 'outgoing' and mails.kind = 'reply'
