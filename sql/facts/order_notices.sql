-- How long did each customer wait to hear of a payment, a change, or goods ready to be fetched?
-- grain: one row per order and kind of mail whose clock has begun, told or not
-- key: shop, order_id, mail_kind
with counted as ( -- the first that was not returned; an earlier one told of something earlier
    select mails.*, expected.mail_kind
    from facts.expected_notices as expected
    inner join facts.order_mails as mails
        on
            mails.shop = expected.shop
            and mails.order_id = expected.order_id
            and mails.kind = expected.mail_kind
            and mails.accepted_at >= expected.earliest_plausible_at
    qualify row_number() over (
        partition by expected.shop, expected.order_id, expected.mail_kind
        order by coalesce(mails.was_delivered, true) desc, mails.accepted_at, mails.message_key
    ) = 1
),

unread as ( -- a mail that nobody can read may have been the one that is looked for
    select distinct expected.shop, expected.order_id, expected.mail_kind
    from facts.expected_notices as expected
    inner join facts.unread_mails as mails
        on
            mails.customer_key = expected.customer_key
            and coalesce(mails.shop, expected.shop) = expected.shop
            and mails.mail_kind in ('', expected.mail_kind)
            and mails.accepted_at >= expected.earliest_plausible_at
            and mails.accepted_at <= expected.latest_plausible_at
)

select
    expected.*,
    case when counted.is_archived then counted.message_key end as message_key,
    counted.accepted_at as sent_at,
    case
        when coalesce(counted.was_delivered, true)
            then seconds_between(expected.clock_starts_at, counted.accepted_at)
    end as latency_seconds,
    counted.delivery_state,
    seen.read_until as judged_until_at,
    coalesce(expected.clock_starts_at < seen.live_from_at, false) as is_history,
    case -- judged at what we have read, not at now(): a stalled ingest accuses nobody
        when expected.excluded_reason is not null then 'excluded'
        when not counted.was_delivered then 'bounced'
        when counted.accepted_at > expected.latest_plausible_at then 'implausible'
        when counted.accepted_at <= expected.late_after_at then 'on_time'
        when counted.accepted_at > expected.late_after_at then 'late'
        when seen.read_until is null then 'unknown'
        when expected.clock_starts_at < seen.read_from then 'unknown'
        when seen.read_until >= expected.missing_after_at
            then if(unread.order_id is null, 'missing', 'unknown')
        when seen.present_at >= expected.missing_after_at then 'unknown'
        else 'waiting'
    end as verdict
from facts.expected_notices as expected
left join counted using (shop, order_id, mail_kind)
left join unread using (shop, order_id, mail_kind)
left join facts.seen_by_kind as seen
    on seen.shop = expected.shop and seen.kind = expected.mail_kind
