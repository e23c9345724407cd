-- What did mail servers log of each mail for each recipient outside?
-- grain: one row per event with a recipient (copies to our own addresses are no recipients)
-- key: event_key
select
    lives.*,
    events.* exclude (life_key, message_id, shop, path, host, queue_id, is_null_sender),
    case
        when events.hardness in ('hard', 'soft') then events.hardness = 'hard'
        when events.hardness is null then left(coalesce(events.dsn, events.reply_code), 1) = '5'
    end as is_hard,
    -- a mail given up is logged as deferred and as expired within the same second
    events.event in ('sent', 'bounced', 'expired', 'rejected', 'complained') as is_final,
    -- a provider tells each recipient's acceptance, too, and what we have no word for
    case
        when events.event = 'unknown' then 0
        when events.event = 'accepted' and events.host is null then 1
        else 2
    end as weight,
    min(case
        when events.event <> 'unknown' and (events.event <> 'accepted' or events.host is not null)
            then events.event_at
    end) over (partition by lives.mail_key, events.recipient_key) as first_attempt_at,
    max(case when events.expanded_key is not null then events.event_at end)
        over (partition by lives.life_key, events.recipient_key) as expanded_at
from staging.mail_events as events
inner join staging.mail_lives as lives using (life_key)
where events.recipient_key is not null and not events.is_own
