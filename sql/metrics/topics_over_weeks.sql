-- Which topics come up most over the last weeks?
-- grain: one row per shop (or all), last week, span of weeks that end with it, and topic
-- key: shop, week_start_day, over_weeks, topic
with spans as (
    select
        weekly.*,
        spans.over_weeks,
        case spans.over_weeks
            when 4 then sum(waits) over (seen rows between 3 preceding and current row)
            when 13 then sum(waits) over (seen rows between 12 preceding and current row)
            when 26 then sum(waits) over (seen rows between 25 preceding and current row)
            when 52 then sum(waits) over (seen rows between 51 preceding and current row)
        end as span_waits,
        case spans.over_weeks
            when 4 then sum(of_waits) over (seen rows between 3 preceding and current row)
            when 13 then sum(of_waits) over (seen rows between 12 preceding and current row)
            when 26 then sum(of_waits) over (seen rows between 25 preceding and current row)
            when 52 then sum(of_waits) over (seen rows between 51 preceding and current row)
        end as span_of_waits
    from metrics.topics_weekly as weekly
    cross join (values (4), (13), (26), (52)) as spans (over_weeks)
    window seen as (partition by weekly.shop, weekly.topic, spans.over_weeks order by week_start_day)
)

select
    shop,
    week_start_day,
    over_weeks,
    topic,
    cast(span_waits as bigint) as waits,
    cast(span_of_waits as bigint) as of_waits,
    span_waits / nullif(span_of_waits, 0) as share,
    wilson_low(span_waits, span_of_waits) as low,
    wilson_high(span_waits, span_of_waits) as high,
    waits as week_waits,
    usual_waits,
    trend
from spans
