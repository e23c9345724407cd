-- Which last word do reports that came as mails have on each recipient of a sent mail?
-- grain: one row per mail and recipient that a report speaks of
-- key: mail_key, recipient_key
with meant as ( -- what came back from a copy to ourselves says nothing about the customer
    select
        reports.original_message_id as mail_key,
        coalesce(addressed.recipient_key, sole.recipient_key) as recipient_key,
        reports.* exclude (recipient_key, original_message_id)
    from staging.delivery_reports as reports
    left join staging.addressed_recipients as addressed
        on
            addressed.mail_key = reports.original_message_id
            and addressed.recipient_key = reports.recipient_key
    left join staging.sole_recipients as sole on sole.mail_key = reports.original_message_id
    where not reports.is_of_a_copy
),

known as (
    select
        *,
        case
            when action = 'delayed' then 'deferred'
            when action in ('delivered', 'relayed') then 'delivered'
        end as state,
        case -- a complaint comes from somebody who got the mail: the last of these stands
            when action = 'complained' then 'complained'
            when action = 'failed' and status like '4%' then 'expired'
            when action = 'failed' then 'bounced'
        end as final_state
    from meant
    where recipient_key is not null
)

select
    mail_key,
    recipient_key,
    max(reported_at) as reported_at,
    max(reported_at) filter (where final_state is not null) as final_at,
    arg_max(final_state, reported_at) filter (where final_state is not null) as final_state,
    arg_max(state, reported_at) filter (where state is not null) as state,
    arg_max(status, reported_at) as status,
    arg_max(reply_code, reported_at) as reply_code
from known
group by mail_key, recipient_key
