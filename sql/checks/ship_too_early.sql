-- SHIP_TOO_EARLY: The shipping mail went out before the parcel was really on its way.
-- needs: shipments, archive of sent mail; for the second kind a carrier whose scans are recorded
-- owner: shipping
-- do: Send the shipping mail when the carrier has taken the parcel, not when its label is printed.
-- version: 1
with scans as (
    select
        notices.shop, notices.shipment_id, carriers.read_until,
        notices.noticed_at + targets.value_seconds * interval 1 second as scan_until_at,
        -- what was tried or delivered was taken before, whenever that was
        least(parcels.first_scan_at, parcels.first_attempt_at, parcels.delivered_at) as scanned_at,
        parcels.first_scan_at
    from facts.shipping_notices as notices
    inner join staging.shipments as parcels using (shop, shipment_id)
    inner join facts.carrier_scans as carriers
        on carriers.shop = notices.shop and carriers.carrier = lower(trim(parcels.carrier))
    inner join staging.target_periods as targets
        on
            targets.shop = notices.shop
            and targets.name = 'first_scan_within'
            and targets.valid_from_day <= cast(notices.noticed_at as date)
            and targets.valid_until_day > cast(notices.noticed_at as date)
    where carriers.records_scans and notices.has_order -- else nobody knows who had to send it
        and notices.verdict not in ('excluded', 'too_early')
),

faults as (
    select shop, shipment_id, 'shipping_notice' as field, noticed_at as found_at,
        'not before the parcel leaves' as expected, 'before it left' as observed,
        'shipped or first scanned ' || strftime(shipped_at, '%Y-%m-%d %H:%M:%S UTC') as evidence
    from facts.shipping_notices
    where verdict = 'too_early'
    union all
    select shop, shipment_id, 'first_scan' as field, scan_until_at as found_at,
        'by ' || strftime(scan_until_at, '%Y-%m-%d %H:%M:%S UTC') as expected,
        coalesce(strftime(scanned_at, '%Y-%m-%d %H:%M:%S UTC'), 'no scan') as observed,
        'most parcels of this carrier have a first scan' as evidence
    from scans
    where (first_scan_at is not null and scanned_at > scan_until_at)
        or (scanned_at is null and read_until >= scan_until_at)
)

select
    'shipment ' || notices.shipment_id || ' ' || faults.field as identity,
    notices.shop, notices.order_id, notices.shipment_id, notices.message_key,
    null::varchar as wait_id,
    'major' as severity,
    faults.field, faults.expected, faults.observed, faults.evidence, faults.found_at
from faults
inner join facts.shipping_notices as notices using (shop, shipment_id)
