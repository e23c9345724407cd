-- How many customers waited 1 to 2 seconds, 2 to 4, 4 to 8 and so on?
-- grain: one row per shop, day, measure, channel and bucket; buckets add up over days and shops
-- key: shop, day, measure, channel, bucket
with placed as (
    select
        *,
        cast(floor(log2(greatest(seconds, 1.0))) as integer) as bucket
    from metrics.cohort_members
    where seconds is not null and day is not null
)

select
    shop,
    day,
    clock as measure,
    channel,
    bucket,
    case when bucket = 0 then 0.0 else power(2.0, bucket) end as from_seconds,
    power(2.0, bucket + 1) as until_seconds,
    count(*) as items
from placed
group by shop, day, clock, channel, bucket
