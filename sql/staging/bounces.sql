-- Which recipients did a mail finally not reach, by delivery reports that came as mails?
-- grain: one row per report and failed recipient
-- key: message_key, recipient_key
with ours as (
    select message_id, min(message_key) as message_key
    from staging.messages
    where direction = 'outgoing' and message_id is not null
    group by message_id
)

select
    reports.message_key,
    reports.recipient_key,
    reports.status,
    reports.reply_code,
    reasons.reason,
    coalesce(reasons.is_hard, false) as is_hard,
    reports.original_message_id,
    ours.message_key as original_message_key,
    reports.reported_at
from staging.delivery_reports as reports
left join staging.bounce_reasons as reasons using (message_key, recipient_key)
left join ours on ours.message_id = reports.original_message_id
where reports.action = 'failed'
