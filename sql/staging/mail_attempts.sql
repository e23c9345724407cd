-- What was the last that mail servers logged for each recipient outside?
-- grain: one row per mail and recipient (copies to our own addresses are no recipients)
-- key: mail_key, recipient_key
with attempts as (
    select
        lives.mail_key,
        lives.message_id,
        lives.shop,
        lives.is_null_sender,
        lives.began_at,
        lives.accepted_at,
        events.recipient_key,
        events.path,
        events.host,
        events.queue_id,
        events.event,
        events.event_at,
        events.dsn,
        events.reply_code,
        -- a mail given up is logged as deferred and as expired within the same second
        events.event in ('sent', 'bounced', 'expired', 'rejected', 'complained') as is_final
    from staging.mail_events as events
    inner join staging.mail_lives as lives using (life_key)
    where events.recipient_key is not null and not events.is_own
)

select
    mail_key,
    message_id,
    shop,
    is_null_sender,
    began_at,
    min(accepted_at) over same_mail as accepted_at,
    recipient_key,
    path,
    host,
    queue_id,
    case when event = 'sent' then 'delivered' else event end as state,
    min(event_at) over same_mail as first_attempt_at,
    event_at as last_attempt_at,
    dsn,
    reply_code
from attempts
window same_mail as (partition by mail_key, recipient_key)
qualify row_number() over (
    partition by mail_key, recipient_key
    order by began_at desc, event_at desc, is_final desc, queue_id
) = 1
