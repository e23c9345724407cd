-- What did the shop tell its provider about each mail: which order, kind and template?
-- grain: one row per mail, recipient outside, order and kind that events name
-- key: mail_key, recipient_key, order_token, mail_kind
select
    lives.mail_key,
    events.recipient_key,
    coalesce(lower(ltrim(trim(events.order_id), '#')), '') as order_token,
    coalesce(events.mail_kind, '') as mail_kind,
    min(lives.message_id) as message_id,
    coalesce(min(events.shop), min(lives.shop)) as shop,
    min(events.path) as path,
    min(lives.accepted_at) as accepted_at,
    max(events.template) as template
from staging.mail_events as events
inner join staging.mail_lives as lives using (life_key)
where
    events.recipient_key is not null
    and not events.is_own -- copies to ourselves are no mails to a customer
    and (events.order_id is not null or events.mail_kind is not null)
group by
    lives.mail_key,
    events.recipient_key,
    coalesce(lower(ltrim(trim(events.order_id), '#')), ''),
    coalesce(events.mail_kind, '')
