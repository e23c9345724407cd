-- Was each parcel announced in time?
-- grain: one row per parcel, announced or not (a mail that never was must not vanish)
-- key: shop, shipment_id
with counted as ( -- the first that was not returned; a bounced mail is none
    select shop, shipment_id, message_key, accepted_at, delivery_state, was_delivered, is_archived
    from facts.shipment_mails
    where kind = 'shipping_notice'
    qualify row_number() over (
        partition by shop, shipment_id
        order by coalesce(was_delivered, true) desc, accepted_at, message_key
    ) = 1
),

unread as ( -- a mail that nobody can read may have been the shipping mail
    select distinct expected.shop, expected.shipment_id
    from facts.expected_shipping_notices as expected
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
    expected.clock_starts_at as shipped_at,
    case when counted.is_archived then counted.message_key end as message_key,
    counted.accepted_at as noticed_at,
    seconds_between(expected.clock_starts_at, counted.accepted_at) as latency_seconds,
    counted.delivery_state,
    seen.read_until as judged_until_at,
    coalesce(expected.clock_starts_at < seen.live_from_at, false) as is_history,
    case -- judged at what we have read, not at now(): a stalled ingest accuses nobody
        when expected.excluded_reason is not null then 'excluded'
        when not counted.was_delivered then 'bounced'
        when expected.clock_starts_at is null
            then if(counted.accepted_at is null, 'waiting', 'unknown')
        when counted.accepted_at < expected.earliest_plausible_at then 'too_early'
        when counted.accepted_at <= expected.late_after_at then 'on_time'
        when counted.accepted_at > expected.late_after_at then 'late'
        -- without its order nobody knows who had to announce the parcel
        when seen.read_until is null or not expected.has_order then 'unknown'
        when expected.clock_starts_at < seen.read_from then 'unknown'
        when seen.read_until >= expected.missing_after_at
            then if(unread.shipment_id is null, 'missing', 'unknown')
        when seen.present_at >= expected.missing_after_at then 'unknown'
        else 'waiting'
    end as verdict
from facts.expected_shipping_notices as expected
left join counted using (shop, shipment_id)
left join unread using (shop, shipment_id)
left join facts.seen_by_kind as seen
    on seen.shop = expected.shop and seen.kind = 'shipping_notice'
