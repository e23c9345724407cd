-- Which recipients did a mail finally not reach, by delivery reports that came as mails?
-- grain: one row per report and failed recipient
-- key: message_key, recipient_key
select
    message_key,
    recipient_key,
    status,
    reply_code,
    -- for good: class 5; class 4 was given up after trying for too long
    left(coalesce(status, reply_code), 1) = '5' as is_hard,
    original_message_id,
    reported_at
from staging.delivery_reports
where action = 'failed'
