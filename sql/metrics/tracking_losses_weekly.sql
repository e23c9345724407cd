-- What did customers lack who could not follow their parcel?
-- grain: one row per shop, week, carrier and what was lacking
-- key: shop, week_start_day, carrier, lost_reason
with counted as (
    select *
    from metrics.cohort_members
    where tracking_verdict in ('covered', 'lost') and week_start_day is not null
),

shipped as (
    select shop, week_start_day, carrier, count(*) as shipped
    from counted
    group by shop, week_start_day, carrier
)

select
    counted.shop,
    counted.week_start_day,
    counted.carrier,
    coalesce(counted.lost_reason, 'unknown') as lost_reason,
    count(*) as shipments,
    max(shipped.shipped) as shipped
from counted
inner join shipped using (shop, week_start_day, carrier)
where counted.tracking_verdict = 'lost'
group by
    counted.shop, counted.week_start_day, counted.carrier, coalesce(counted.lost_reason, 'unknown')
