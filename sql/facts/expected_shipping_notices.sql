-- From when on must each parcel be announced, until when, and if not by us, why?
-- grain: one row per parcel
-- key: shop, shipment_id
with clocks as (
    select
        parcels.shop,
        parcels.shipment_id,
        parcels.order_id,
        parcels.carrier,
        parcels.local_day,
        parcels.left_at as clock_starts_at,
        orders.channel,
        orders.locale,
        orders.payment_method,
        orders.customer_key,
        orders.order_id is not null as has_order,
        case
            when parcels.exempt_reason is not null then parcels.exempt_reason
            when parcels.cancelled_at is not null then 'cancelled'
            when orders.order_id is not null and expected.mail_kind is null
                then 'nothing_expected'
            when expected.excluded_reason is not null then expected.excluded_reason
            when conflicts.shipment_id is not null then 'time_inconsistent'
        end as excluded_reason
    from facts.parcel_clocks as parcels
    left join staging.orders as orders
        on orders.shop = parcels.shop and orders.order_id = parcels.order_id
    left join facts.expected_mails as expected
        on
            expected.shop = parcels.shop
            and expected.order_id = parcels.order_id
            and expected.local_day = parcels.local_day
            and expected.mail_kind = 'shipping_notice'
    left join (select distinct shop, shipment_id from facts.time_conflicts) as conflicts
        on conflicts.shop = parcels.shop and conflicts.shipment_id = parcels.shipment_id
)

select
    clocks.* exclude (local_day),
    clocks.clock_starts_at + targets.shipping_mail_seconds * interval 1 second as due_at,
    -- no verdict of lateness rests on less than the clocks of the sources disagree by
    clocks.clock_starts_at + (targets.shipping_mail_seconds + coalesce(doubts.mail_seconds, 0))
        * interval 1 second as late_after_at,
    clocks.clock_starts_at + targets.shipping_mail_missing_seconds * interval 1 second
        as missing_after_at,
    clocks.clock_starts_at
        - greatest(targets.clock_offset_seconds, doubts.mail_seconds) * interval 1 second
        as earliest_plausible_at,
    clocks.clock_starts_at + targets.implausible_seconds * interval 1 second
        as latest_plausible_at
from clocks
left join facts.clock_doubts as doubts on doubts.shop = clocks.shop
inner join staging.targets as targets
    on
        targets.shop = clocks.shop
        and targets.valid_from_day <= clocks.local_day
        and targets.valid_until_day > clocks.local_day
