-- How many of all inquiries are about tracking, and how many about an order at all?
-- grain: one row per shop (or all), week and group of topics
-- key: shop, week_start_day, topic_group
with grouped as (
    select
        weekly.shop,
        weekly.week_start_day,
        sets.topic_group,
        bool_and(weekly.is_mature) as is_mature,
        cast(sum(weekly.waits) as bigint) as of_waits,
        cast(sum(case
            when sets.topic_group = 'tracking_related' and topics.is_tracking_related
                then weekly.waits
            when sets.topic_group = 'order_related' and topics.is_order_related then weekly.waits
            else 0
        end) as bigint) as waits
    from metrics.topics_weekly as weekly
    left join seeds.topics as topics on weekly.topic = topics.topic
    cross join (values ('tracking_related'), ('order_related')) as sets (topic_group)
    group by weekly.shop, weekly.week_start_day, sets.topic_group
)

select
    grouped.*,
    waits / nullif(of_waits, 0) as share,
    wilson_low(waits, of_waits) as low,
    wilson_high(waits, of_waits) as high
from grouped
