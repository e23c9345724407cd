-- Does each shop's record tell when each carrier took a parcel?
-- grain: one row per shop and carrier with parcels that left long enough ago
-- key: shop, carrier
with read as (
    select shop, min(read_until) as read_until
    from staging.coverage
    where role = 'shipments'
    group by shop
),

old as (
    select parcels.shop, lower(trim(parcels.carrier)) as carrier, parcels.first_scan_at, read.read_until
    from staging.shipments as parcels
    inner join facts.parcel_clocks as clocks using (shop, shipment_id)
    inner join read on read.shop = parcels.shop
    inner join staging.target_periods as targets
        on
            targets.shop = parcels.shop
            and targets.name = 'first_scan_within'
            and targets.valid_from_day <= clocks.local_day
            and targets.valid_until_day > clocks.local_day
    where
        parcels.carrier is not null
        and parcels.cancelled_at is null
        and clocks.left_at + targets.value_seconds * interval 1 second < read.read_until
)

select
    shop, carrier, min(read_until) as read_until,
    count(*) as parcels, count(first_scan_at) as scanned,
    2 * count(first_scan_at) >= count(*) as records_scans
from old
group by shop, carrier
