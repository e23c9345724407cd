-- How long did customers wait in each day, and how many got nothing at all?
-- grain: one row per shop (or all), day, measure and slice
-- key: shop, day, measure, dimension, dimension_value
select
    shop, from_day as day, measure, dimension, dimension_value,
    items, p50_seconds, p90_seconds, p95_seconds, p99_seconds, missing, unknown, undecided,
    target_seconds, is_mature
from metrics.latencies
where period = 'day'
