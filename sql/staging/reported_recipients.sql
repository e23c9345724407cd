-- Which last word do delivery reports have on each recipient of a sent mail?
-- grain: one row per mail and recipient that a report speaks of
-- key: mail_key, recipient_key
with addressed as (
    select mails.message_id as mail_key, people.recipient_key
    from staging.messages as mails
    inner join staging.message_recipients as people using (message_key)
    where mails.direction = 'outgoing' and mails.message_id is not null and not people.is_own
    union
    select mail_key, recipient_key
    from staging.mail_attempts
),

-- a report names where the mail was forwarded to: with one addressee it can only mean that one
only_one as (
    select mail_key, min(recipient_key) as recipient_key
    from addressed
    group by mail_key
    having count(*) = 1
),

meant as (
    select
        reports.original_message_id as mail_key,
        coalesce(addressed.recipient_key, only_one.recipient_key) as recipient_key,
        reports.* exclude (recipient_key, original_message_id)
    from staging.delivery_reports as reports
    left join addressed
        on
            addressed.mail_key = reports.original_message_id
            and addressed.recipient_key = reports.recipient_key
    left join only_one on only_one.mail_key = reports.original_message_id
)

select
    mail_key,
    recipient_key,
    max(reported_at) as reported_at,
    max(reported_at) filter (where action = 'failed') as failed_at,
    case
        when bool_or(action = 'failed' and status like '4%') then 'expired'
        else 'bounced'
    end as failed_state,
    arg_max(
        case
            when action = 'delayed' then 'deferred'
            when action in ('delivered', 'relayed') then 'delivered'
        end,
        reported_at
    ) filter (where action in ('delayed', 'delivered', 'relayed')) as state,
    arg_max(status, reported_at) as status,
    arg_max(reply_code, reported_at) as reply_code
from meant
where recipient_key is not null
group by mail_key, recipient_key
