-- Which mails to customers failed for good or are stuck, and was a later one delivered instead?
-- grain: one row per order mail or answer that did not reach its customer
-- key: message_key
with sent as (
    select
        shop, order_id, message_key, message_id, kind, customer_key, accepted_at,
        delivery_state as state, was_delivered
    from facts.order_mails
    union all
    select
        mails.shop, mails.order_id, mails.message_key, mails.message_id, mails.kind,
        mails.customer_key, mails.happened_at as accepted_at, found.state,
        case when found.state in ('bounced', 'expired', 'rejected') then false end as was_delivered
    from facts.messages as mails
    inner join staging.mail_deliveries as found
        on found.message_id = mails.message_id and found.recipient_key = mails.customer_key
    where mails.direction = 'outgoing' and mails.kind = 'reply'
),

last_words as (
    select
        sent.message_key,
        max(found.dsn) as dsn,
        max(found.reply_code) as reply_code,
        min(found.first_attempt_at) as first_attempt_at,
        max(found.last_attempt_at) as last_attempt_at,
        min(found.path) as path
    from sent
    inner join staging.mail_deliveries as found using (message_id)
    where found.state = sent.state
    group by sent.message_key
),

resent as ( -- the same to the same customer again, and as far as we know it arrived
    select distinct sent.message_key
    from sent
    inner join sent as later
        on
            later.shop = sent.shop
            and later.kind = sent.kind
            and later.accepted_at > sent.accepted_at
            and coalesce(later.was_delivered, true)
            and later.state <> 'deferred'
            and coalesce(later.order_id, later.customer_key)
            = coalesce(sent.order_id, sent.customer_key)
    where not sent.was_delivered or sent.state = 'deferred'
)

select sent.*, last_words.* exclude (message_key), resent.message_key is not null as is_resent
from sent
left join last_words using (message_key)
left join resent on resent.message_key = sent.message_key
where not sent.was_delivered or sent.state = 'deferred'
