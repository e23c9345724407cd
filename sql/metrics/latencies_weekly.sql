-- How long did customers wait in each week, and how many got nothing at all?
-- grain: one row per shop (or all), week, measure and slice
-- key: shop, week_start_day, measure, dimension, dimension_value
select
    shop, from_day as week_start_day, measure, dimension, dimension_value,
    items, p50_seconds, p90_seconds, p95_seconds, p99_seconds, missing, unknown, undecided,
    target_seconds, is_mature
from metrics.latencies
where period = 'week'
