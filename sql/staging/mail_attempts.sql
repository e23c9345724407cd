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
        events.event_key,
        events.dsn,
        events.reply_code,
        events.classification,
        case
            when events.hardness in ('hard', 'soft') then events.hardness = 'hard'
            when events.hardness is null then left(coalesce(events.dsn, events.reply_code), 1) = '5'
        end as is_hard,
        -- a mail given up is logged as deferred and as expired within the same second
        events.event in ('sent', 'bounced', 'expired', 'rejected', 'complained') as is_final,
        -- a provider tells each recipient's acceptance, too, and what we have no word for
        case events.event when 'unknown' then 0 when 'accepted' then 1 else 2 end as weight
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
    min(case when weight = 2 then event_at end) over same_mail as first_attempt_at,
    case when weight = 2 then event_at end as last_attempt_at,
    dsn,
    reply_code,
    classification,
    case when event in ('bounced', 'expired', 'rejected') then is_hard end as is_hard
from attempts
window same_mail as (partition by mail_key, recipient_key)
qualify row_number() over (
    partition by mail_key, recipient_key
    order by began_at desc, weight desc, event_at desc, is_final desc, queue_id, event_key
) = 1
