-- Which share of each week's promises was kept, and is that enough?
-- grain: one row per shop (or all), week, measure and slice
-- key: shop, week_start_day, measure, dimension, dimension_value
select
    shop, from_day as week_start_day, measure, dimension, dimension_value,
    numerator, denominator, excluded, undecided, unknown, target_share, min_cases, share, low,
    high, is_mature, meets_target
from metrics.rates
where period = 'week'
