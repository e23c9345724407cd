-- Which share of each day's promises was kept, and is that enough?
-- grain: one row per shop (or all), day, measure and slice
-- key: shop, day, measure, dimension, dimension_value
with counted as (
    select
        shop,
        day,
        measure,
        dimension,
        dimension_value,
        cast(sum(numerator) as bigint) as numerator,
        cast(sum(denominator) as bigint) as denominator,
        cast(sum(excluded) as bigint) as excluded,
        cast(sum(undecided) as bigint) as undecided,
        cast(sum(unknown) as bigint) as unknown
    from metrics.answers_by_slice
    group by shop, day, measure, dimension, dimension_value
),

read_whole as (
    select shop, members, day, bool_and(is_read) as is_read
    from metrics.read_days
    group by shop, members, day
),

judged as (
    select
        counted.*,
        target.share as target_share,
        cases.value as min_cases,
        counted.numerator / nullif(counted.denominator, 0) as share,
        wilson_low(counted.numerator, counted.denominator) as low,
        wilson_high(counted.numerator, counted.denominator) as high,
        counted.undecided = 0 and coalesce(read_whole.is_read, false) as is_mature
    from counted
    inner join seeds.measures as measures using (measure)
    left join read_whole using (shop, members, day)
    left join staging.target_periods as target
        on
            counted.shop = target.shop
            and measures.target = target.name
            and counted.day >= target.valid_from_day
            and counted.day < target.valid_until_day
    left join staging.target_periods as cases
        on
            counted.shop = cases.shop
            and cases.name = 'min_cases'
            and counted.day >= cases.valid_from_day
            and counted.day < cases.valid_until_day
)

select
    judged.*,
    case
        when judged.is_mature and judged.denominator >= judged.min_cases
            then judged.share >= judged.target_share
    end as meets_target
from judged
