-- What was the last that mail servers logged for each recipient outside?
-- grain: one row per mail and recipient (copies to our own addresses are no recipients)
-- key: mail_key, recipient_key
with attempts as (
    select
        lives.*,
        events.recipient_key,
        events.expanded_key,
        events.event,
        events.event_at,
        events.dsn,
        events.reply_code,
        -- a mail given up is logged as deferred and as expired within the same second
        events.event in ('sent', 'bounced', 'expired', 'rejected', 'complained') as is_final,
        min(events.event_at) over same_mail as first_attempt_at,
        min(lives.accepted_at) over same_mail as first_accepted_at,
        max(case when events.expanded_key is not null then events.event_at end) over same_hop
            as expanded_at
    from staging.mail_events as events
    inner join staging.mail_lives as lives using (life_key)
    where events.recipient_key is not null and not events.is_own
    window
        same_mail as (partition by lives.mail_key, events.recipient_key),
        same_hop as (partition by lives.life_key, events.recipient_key)
),

last_of_each_hop as ( -- an alias has an end for each person behind it, once it was expanded
    select *
    from attempts
    where expanded_key is not null or expanded_at is null or event_at > expanded_at
    qualify row_number() over (
        partition by life_key, recipient_key, expanded_key order by event_at desc, is_final desc
    ) = 1
)

select
    mail_key,
    message_id,
    shop,
    is_null_sender,
    began_at,
    first_accepted_at as accepted_at,
    recipient_key,
    path,
    host,
    queue_id,
    case when event = 'sent' then 'delivered' else event end as state,
    first_attempt_at,
    event_at as last_attempt_at,
    dsn,
    reply_code
from last_of_each_hop
qualify row_number() over ( -- the outermost hop counts; of two in one second not the happier one
    partition by mail_key, recipient_key
    order by
        began_at desc, event = 'accepted', event = 'sent' and queue_id is not null,
        event_at desc, is_final desc, life_key
) = 1
