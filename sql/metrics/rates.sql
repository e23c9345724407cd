-- Which share of a day's or week's promises was kept, and is that enough?
-- grain: one row per period (day or week), its first day, shop (or all), measure and slice
-- key: period, from_day, shop, measure, dimension, dimension_value
with counted as (
    select
        periods.period,
        case periods.period when 'day' then day else week_start_day end as from_day,
        shop,
        measure,
        dimension,
        dimension_value,
        cast(sum(numerator) as bigint) as numerator,
        cast(sum(denominator) as bigint) as denominator,
        cast(sum(excluded) as bigint) as excluded,
        cast(sum(undecided) as bigint) as undecided,
        cast(sum(unknown) as bigint) as unknown
    from metrics.answers_by_slice
    cross join (values ('day'), ('week')) as periods (period)
    group by 1, 2, shop, measure, dimension, dimension_value
),

judged as (
    select
        counted.*,
        -- said as the share that may be faulty, counted as the share that is clean
        if(measures.target = 'faulty_mails_target', 1 - target.share, target.share)
            as target_share,
        cases.value as min_cases,
        counted.numerator / nullif(counted.denominator, 0) as share,
        wilson_low(counted.numerator, counted.denominator) as low,
        wilson_high(counted.numerator, counted.denominator) as high,
        counted.undecided = 0 and coalesce(periods.is_read, false) as is_mature
    from counted
    inner join seeds.measures as measures using (measure)
    left join metrics.read_periods as periods using (period, from_day, shop, members)
    left join staging.target_periods as target
        on
            counted.shop = target.shop
            and measures.target = target.name
            and counted.from_day >= target.valid_from_day
            and counted.from_day < target.valid_until_day
    left join staging.target_periods as cases
        on
            counted.shop = cases.shop
            and cases.name = 'min_cases'
            and counted.from_day >= cases.valid_from_day
            and counted.from_day < cases.valid_until_day
)

select
    judged.*,
    case
        when judged.is_mature and judged.denominator >= judged.min_cases
            then judged.share >= judged.target_share
    end as meets_target
from judged
