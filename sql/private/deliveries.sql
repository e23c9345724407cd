-- What did the servers answer for each sent mail and recipient, in their own words?
-- grain: one row per mail and recipient
-- key: mail_key, recipient_key
select
    lives.mail_key,
    recipients.key as recipient_key,
    arg_max(events.reply, events.event_at) as reply,
    arg_max(events.relay, events.event_at) as relay
from raw.mail_events as events
inner join staging.mail_events as keyed using (event_key)
inner join staging.mail_lives as lives using (life_key)
inner join private.addresses as recipients
    on recipients.address = lower(trim(coalesce(events.original_recipient, events.recipient)))
where not keyed.is_own
group by lives.mail_key, recipients.key
