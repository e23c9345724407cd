-- Whom does a report mean that names nobody we wrote to, such as where a mail was forwarded to?
-- grain: one row per mail that can only have come back from one person outside
-- key: mail_key
-- Not where a copy went out as well and may be what came back: to a foreign address, or to one of
-- ours, unless that copy lies in our archive.
with copied as (
    select
        lives.mail_key,
        bool_or(copies.key is not null) as has_foreign_copy
    from staging.mail_events as events
    inner join staging.mail_lives as lives using (life_key)
    left join private.copy_addresses as copies on copies.key = events.recipient_key
    where events.is_own
    group by lives.mail_key
),

kept as (
    select
        mails.message_id as mail_key,
        bool_or(mails.is_archived) as is_archived,
        count(copies.shop) > 0 as has_copies
    from staging.messages as mails
    left join (select distinct shop from seeds.copies) as copies using (shop)
    where mails.direction = 'outgoing' and mails.message_id is not null
    group by mails.message_id
)

select
    addressed.mail_key,
    min(addressed.recipient_key) as recipient_key
from staging.addressed_recipients as addressed
left join copied using (mail_key)
left join kept using (mail_key)
where
    not coalesce(kept.has_copies, false)
    and (
        copied.mail_key is null
        or (coalesce(kept.is_archived, false) and not copied.has_foreign_copy)
    )
group by addressed.mail_key
having count(*) = 1
