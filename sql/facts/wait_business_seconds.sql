-- How many of the seconds that a customer waited was the shop open?
-- grain: one row per wait that ended at a known time
-- key: wait_id
select
    spans.wait_id,
    stop.open_seconds_before
    + case when stop.is_open then seconds_between(stop.from_at, spans.answered_at) else 0 end
    - start.open_seconds_before
    - case when start.is_open then seconds_between(start.from_at, spans.started_at) else 0 end
        as business_seconds
from facts.wait_spans as spans
inner join steps.open_hours as start
    on
        spans.shop = start.shop
        and start.utc_day = cast(spans.started_at as date)
        and spans.started_at >= start.from_at
        and spans.started_at < start.until_at
inner join steps.open_hours as stop
    on
        spans.shop = stop.shop
        and stop.utc_day = cast(spans.answered_at as date)
        and spans.answered_at >= stop.from_at
        and spans.answered_at < stop.until_at
