-- What do delivery reports that came as mails say about each recipient?
-- grain: one row per report, recipient and action
-- key: message_key, recipient_key, action
select
    reports.message_key,
    coalesce(addresses.key, 'unknown') as recipient_key,
    coalesce(lower(reports.action), 'unknown') as action,
    coalesce(bool_or(addresses.is_own or copies.key is not null), false) as is_of_a_copy,
    max(reports.status) as status,
    max(reports.reply_code) as reply_code,
    max(reports.original_message_id) as original_message_id,
    min(mails.happened_at) as reported_at
from raw.bounces as reports
inner join staging.messages as mails using (message_key)
left join private.addresses as addresses on addresses.address = lower(trim(reports.recipient))
left join private.copy_addresses as copies on copies.key = addresses.key
group by
    reports.message_key,
    coalesce(addresses.key, 'unknown'),
    coalesce(lower(reports.action), 'unknown')
