-- What did mail servers log about each mail and recipient?
-- grain: one row per event (taken, or one attempt)
-- key: event_key
select
    events.event_key,
    -- a queue id is used again: a life is host, instance, queue id and when it began
    case
        when events.queue_id is null then events.event_key
        else concat_ws(
            '/',
            coalesce(events.host, ''),
            coalesce(events.instance, ''),
            events.queue_id,
            coalesce(events.generation, '')
        )
    end as life_key,
    coalesce(events.shop, senders.own_shop) as shop,
    events.path,
    events.host,
    events.queue_id,
    events.event,
    events.event_at,
    events.message_id,
    events.sender = '' as is_null_sender,
    recipients.key as recipient_key,
    coalesce(recipients.is_own or copies.key is not null, false) as is_own,
    case -- to whom an alias took the mail
        when events.original_recipient is not null then customer_key(lower(trim(events.recipient)))
    end as expanded_key,
    events.dsn,
    events.reply_code,
    -- of what shops and providers wrote freely, only what looks like an identifier is shown
    case when regexp_matches(events.order_id, '^[\w#./-]{1,64}$') then events.order_id end
        as order_id,
    events.mail_kind,
    case when regexp_matches(events.template, '^[\w ./-]{1,80}$') then events.template end
        as template,
    case when regexp_matches(events.classification, '^[\w /-]{1,80}$') then events.classification end
        as classification,
    classes.hardness
from raw.mail_events as events
left join staging.bounce_classes as classes
    on classes.instance = events.instance and classes.classification = events.classification
left join private.addresses as senders on senders.address = lower(trim(events.sender))
left join private.addresses as recipients
    on recipients.address = lower(trim(coalesce(events.original_recipient, events.recipient)))
left join private.copy_addresses as copies on copies.key = recipients.key
