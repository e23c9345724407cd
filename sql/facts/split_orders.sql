-- Which orders left in several parcels, and was each parcel announced?
-- grain: one row per order with two or more parcels that somebody must hear of
-- key: shop, order_id
select
    notices.shop,
    notices.order_id,
    count(*) as parcels,
    count(notices.clock_starts_at) as left_parcels,
    count(case when notices.verdict in ('on_time', 'late', 'too_early') then 1 end) as announced,
    count(case when notices.verdict = 'missing' then 1 end) as missing,
    min(notices.noticed_at) as first_noticed_at,
    min(notices.missing_after_at) filter (where notices.verdict = 'missing') as missed_at,
    arg_max(notices.clock_starts_at, notices.clock_starts_at) as last_left_at
from facts.shipping_notices as notices
inner join staging.shipments as parcels using (shop, shipment_id)
where
    notices.order_id is not null
    and parcels.cancelled_at is null
    and parcels.exempt_reason is null
group by notices.shop, notices.order_id
having count(*) >= 2
