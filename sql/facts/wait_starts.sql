-- On which of the shop's days did each wait begin, how was it asked, how long open until then?
-- grain: one row per wait
-- key: wait_id
select
    spans.wait_id,
    spans.shop,
    asked.asked_by,
    spans.started_at,
    coalesce(calendar.local_day, cast(spans.started_at as date)) as local_day,
    hours.open_seconds_before
    + case
        when hours.is_open then seconds_between(hours.from_at, spans.started_at) else 0
    end as open_seconds -- since the calendar begins; null where it does not reach
from facts.wait_spans as spans
inner join facts.inquiries as asked on spans.wait_id = asked.message_key
left join steps.calendar as calendar
    on
        spans.shop = calendar.shop
        and cast(spans.started_at as date) = calendar.utc_day
        and spans.started_at >= calendar.from_at
        and spans.started_at < calendar.until_at
left join steps.open_hours as hours
    on
        spans.shop = hours.shop
        and cast(spans.started_at as date) = hours.utc_day
        and spans.started_at >= hours.from_at
        and spans.started_at < hours.until_at
