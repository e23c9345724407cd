-- Which mails to customers failed for good or are stuck, and was a later one delivered instead?
-- grain: one row per order mail or answer that did not reach its customer
-- key: message_key
with fates as (
    select *, not coalesce(was_delivered, true) or state = 'deferred' as is_troubled
    from facts.sent_fates
),

last_words as (
    select
        fates.message_key,
        max(found.dsn) as dsn,
        max(found.reply_code) as reply_code,
        min(found.first_attempt_at) as first_attempt_at,
        max(found.last_attempt_at) as last_attempt_at,
        min(found.path) as path
    from fates
    inner join staging.mail_deliveries as found
        on found.mail_key = fates.mail_key
    where fates.is_troubled and found.state = fates.state
    group by fates.message_key
),

about as ( -- of a split order each parcel has a mail of its own
    select fates.message_key, coalesce(parcels.shipment_id, fates.about) as thing
    from fates
    left join facts.parcels_in_mails as parcels using (shop, message_key)
),

resent as ( -- the same again, and as far as we know it arrived
    select distinct fates.message_key
    from fates
    inner join about using (message_key)
    inner join about as same using (thing)
    inner join fates as later on later.message_key = same.message_key
    where
        fates.is_troubled
        and not later.is_troubled
        and later.shop = fates.shop
        and later.kind = fates.kind
        and later.accepted_at > fates.accepted_at
)

select
    fates.* exclude (is_troubled, about),
    last_words.* exclude (message_key),
    resent.message_key is not null as is_resent
from fates
left join last_words using (message_key)
left join resent using (message_key)
where fates.is_troubled
