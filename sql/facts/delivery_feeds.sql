-- Up to when do a shop's records tell of shipping, and of deliveries by which carriers?
-- grain: one row per shop and carrier; carrier is empty for any of them
-- key: shop, carrier
with feeds as (
    select
        shop,
        case when bool_and(read_until is not null) filter (where role = 'shipments')
            then min(read_until) filter (where role = 'shipments') end as read_until,
        max(read_until) as present_at,
        max(live_from_at) filter (where role = 'shipments') as live_from_at
    from staging.coverage
    group by shop
),

carriers as (
    select
        shop, coalesce(carrier, '') as carrier,
        count(coalesce(first_attempt_at, delivered_at)) > 0 as tells_deliveries
    from staging.shipments
    where carrier <> ''
    group by shop, coalesce(carrier, '')
    union all
    select
        shop, '' as carrier,
        count(coalesce(first_attempt_at, delivered_at)) > 0 as tells_deliveries
    from staging.shipments
    group by shop
)

select
    carriers.shop,
    carriers.carrier,
    carriers.tells_deliveries,
    feeds.read_until,
    feeds.present_at,
    feeds.live_from_at
from carriers
left join feeds using (shop)
union all -- shops without any parcel yet
select shop, '' as carrier, false as tells_deliveries, read_until, present_at, live_from_at
from feeds
where shop not in (select parcels.shop from staging.shipments as parcels)
