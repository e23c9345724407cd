-- Which mails passed each mail server, and when were they taken?
-- grain: one row per life of a queue id
-- key: life_key
select
    life_key,
    max(message_id) as message_id,
    coalesce(max(message_id), life_key) as mail_key,
    max(shop) as shop,
    min(path) as path,
    min(host) as host,
    min(queue_id) as queue_id,
    min(event_at) as began_at,
    coalesce(min(event_at) filter (where event = 'accepted'), min(event_at)) as accepted_at,
    coalesce(bool_or(is_null_sender), false) as is_null_sender,
    -- a filter that took the mail for a recipient was an attempt, although no delivery
    bool_or(event not in ('accepted', 'unknown') or recipient_key is not null) as has_attempts
from staging.mail_events
group by life_key
