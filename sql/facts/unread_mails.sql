-- Which mails did customers get that we cannot read, so that nobody knows what they said?
-- grain: one row per mail and customer
-- key: mail_key, customer_key
with archived as (
    select coalesce(mails.message_id, mails.message_key) as mail_key
    from staging.messages as mails
    group by coalesce(mails.message_id, mails.message_key)
),

known as ( -- read or not, it is known for which order it was sent and as what
    select distinct mail_key, recipient_key from facts.told_orders where kind <> ''
),

tagged as ( -- of what kind it was, though not for which order
    select mail_key, recipient_key, min(mail_kind) as mail_kind
    from staging.mail_tags
    where mail_kind <> ''
    group by mail_key, recipient_key
)

select
    logged.mail_key,
    logged.recipient_key as customer_key,
    logged.shop,
    coalesce(tagged.mail_kind, '') as mail_kind,
    logged.accepted_at
from staging.mail_deliveries as logged
left join archived using (mail_key)
left join tagged using (mail_key, recipient_key)
left join known using (mail_key, recipient_key)
where
    archived.mail_key is null
    and known.mail_key is null
    and logged.accepted_at is not null
    and not logged.is_null_sender -- a server's own report is no mail of the shop
    and logged.state not in ('bounced', 'expired', 'rejected')
union
select
    coalesce(mails.message_id, mails.message_key) as mail_key,
    mails.customer_key,
    mails.shop,
    '' as mail_kind,
    min(mails.happened_at) as accepted_at
from facts.messages as mails
where mails.kind_reason = 'no_pattern' and mails.customer_key is not null
group by coalesce(mails.message_id, mails.message_key), mails.customer_key, mails.shop
