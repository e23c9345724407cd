-- What became of each sent mail for each recipient outside?
-- grain: one row per mail and recipient; last word of log and delivery reports
-- key: mail_key, recipient_key
with addressed as (
    select coalesce(mails.message_id, mails.message_key) as mail_key, people.recipient_key
    from staging.messages as mails
    inner join staging.message_recipients as people using (message_key)
    where mails.direction = 'outgoing' and not mails.is_draft and not people.is_own
    union
    select mail_key, recipient_key
    from staging.mail_attempts
),

shops as (
    select coalesce(message_id, message_key) as mail_key, min(message_id) as message_id, min(shop) as shop
    from staging.messages
    where direction = 'outgoing'
    group by coalesce(message_id, message_key)
),

waiting as ( -- taken by a server that has not tried to deliver it yet
    select mail_key, max(began_at) as began_at, min(accepted_at) as accepted_at
    from staging.mail_lives
    where not has_attempts
    group by mail_key
)

select
    addressed.mail_key,
    coalesce(shops.message_id, attempts.message_id) as message_id,
    addressed.recipient_key,
    coalesce(shops.shop, attempts.shop) as shop,
    attempts.path,
    attempts.host,
    attempts.queue_id,
    coalesce(attempts.accepted_at, waiting.accepted_at) as accepted_at,
    attempts.first_attempt_at,
    coalesce(greatest(attempts.last_attempt_at, reports.final_at), reports.reported_at)
        as last_attempt_at,
    case -- after a final report only a new life of the mail counts, be it of the same second
        when reports.final_at >= coalesce(attempts.began_at, reports.final_at)
            then reports.final_state
        when waiting.began_at >= coalesce(attempts.began_at, reports.reported_at) then 'accepted'
        else coalesce(
            attempts.state,
            reports.state,
            case when waiting.mail_key is not null then 'accepted' end,
            'unknown'
        )
    end as state,
    coalesce(reports.status, attempts.dsn) as dsn,
    coalesce(reports.reply_code, attempts.reply_code) as reply_code,
    attempts.classification,
    coalesce(left(reports.status, 1) = '5', attempts.is_hard) as is_hard,
    coalesce(attempts.is_null_sender, false) as is_null_sender
from addressed
left join shops using (mail_key)
left join staging.mail_attempts as attempts using (mail_key, recipient_key)
left join staging.reported_recipients as reports using (mail_key, recipient_key)
left join waiting using (mail_key)
