-- From when on must each parcel be announced, until when, and if not by us, why?
-- grain: one row per parcel
-- key: shop, shipment_id
with clocks as (
    select
        parcels.shop,
        parcels.shipment_id,
        parcels.order_id,
        parcels.carrier,
        parcels.number_key,
        orders.channel,
        orders.locale,
        orders.payment_method,
        orders.customer_key,
        orders.order_id is not null as has_order,
        -- a carrier's first scan says as well as the shop's record that it has left
        coalesce(parcels.shipped_at, parcels.first_scan_at) as clock_starts_at,
        case
            when parcels.exempt_reason is not null then parcels.exempt_reason
            when orders.order_id is not null and expected.mail_kind is null
                then 'nothing_expected'
            else expected.excluded_reason
        end as excluded_reason
    from staging.shipments as parcels
    left join staging.orders as orders
        on orders.shop = parcels.shop and orders.order_id = parcels.order_id
    left join facts.expected_mails as expected
        on
            expected.shop = parcels.shop
            and expected.order_id = parcels.order_id
            and expected.mail_kind = 'shipping_notice'
),

dated as (
    select
        clocks.*,
        coalesce(days.local_day, cast(clocks.clock_starts_at as date), date '9999-12-30')
            as local_day
    from clocks
    left join steps.calendar as days
        on
            days.shop = clocks.shop
            and days.utc_day = cast(clocks.clock_starts_at as date)
            and clocks.clock_starts_at >= days.from_at
            and clocks.clock_starts_at < days.until_at
)

select
    dated.* exclude (local_day),
    dated.clock_starts_at + targets.shipping_mail_seconds * interval 1 second as due_at,
    dated.clock_starts_at + targets.shipping_mail_missing_seconds * interval 1 second
        as missing_after_at,
    dated.clock_starts_at - targets.clock_offset_seconds * interval 1 second
        as earliest_plausible_at,
    dated.clock_starts_at + targets.implausible_seconds * interval 1 second
        as latest_plausible_at
from dated
inner join staging.targets as targets
    on
        targets.shop = dated.shop
        and targets.valid_from_day <= dated.local_day
        and targets.valid_until_day > dated.local_day
