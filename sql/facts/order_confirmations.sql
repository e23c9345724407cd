-- How long did each customer wait for the order confirmation?
-- grain: one row per order, confirmed or not (a mail that never was must not vanish)
-- key: shop, order_id
with counted as ( -- the first that was not returned; a bounced confirmation is none
    select shop, order_id, message_key, accepted_at, delivery_state, was_delivered, is_archived
    from facts.order_mails
    where kind = 'order_confirmation'
    qualify row_number() over (
        partition by shop, order_id
        order by coalesce(was_delivered, true) desc, accepted_at, message_key
    ) = 1
),

unread as ( -- a mail that nobody can read may have been the confirmation
    select distinct expected.shop, expected.order_id
    from facts.expected_confirmations as expected
    inner join facts.unread_mails as mails
        on
            mails.customer_key = expected.customer_key
            and coalesce(mails.shop, expected.shop) = expected.shop
            and mails.mail_kind in ('', 'order_confirmation', 'shipping_notice')
            and mails.accepted_at >= expected.earliest_plausible_at
            and mails.accepted_at <= expected.latest_plausible_at
)

select
    expected.*,
    case when counted.is_archived then counted.message_key end as message_key,
    counted.accepted_at as sent_at,
    case when coalesce(counted.was_delivered, true) then counted.accepted_at end as confirmed_at,
    case
        when coalesce(counted.was_delivered, true)
            then seconds_between(expected.clock_starts_at, counted.accepted_at)
    end as latency_seconds,
    counted.delivery_state,
    seen.read_until as judged_until_at,
    coalesce(expected.placed_at < seen.live_from_at, false) as is_history,
    case -- judged at what we have read, not at now(): a stalled ingest accuses nobody
        when expected.excluded_reason is not null then 'excluded'
        when not counted.was_delivered then 'bounced'
        when counted.accepted_at < expected.earliest_plausible_at then 'implausible'
        when counted.accepted_at > expected.latest_plausible_at then 'implausible'
        when counted.accepted_at <= expected.late_after_at then 'on_time'
        when counted.accepted_at > expected.late_after_at then 'late'
        when expected.is_unpaid then 'waiting'
        when expected.clock_starts_at is null or seen.read_until is null then 'unknown'
        when expected.clock_starts_at < seen.read_from then 'unknown'
        when seen.read_until >= expected.missing_after_at
            then case when unread.order_id is null then 'missing' else 'unknown' end
        when seen.present_at >= expected.missing_after_at then 'unknown'
        else 'waiting'
    end as verdict
from facts.expected_confirmations as expected
left join counted using (shop, order_id)
left join unread using (shop, order_id)
left join facts.seen_by_kind as seen
    on seen.shop = expected.shop and seen.kind = 'order_confirmation'
