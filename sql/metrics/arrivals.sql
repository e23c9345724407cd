-- When do inquiries come in, and at which hours do they wait too long?
-- grain: one row per shop, weekday and hour of the shop's clock
-- key: shop, weekday, hour
with arrived as (
    select
        waits.shop,
        calendar.weekday,
        waits.outcome,
        hour(waits.started_at + calendar.utc_offset_seconds * interval 1 second) as hour
    from facts.waits as waits
    inner join steps.calendar as calendar
        on
            waits.shop = calendar.shop
            and calendar.utc_day = cast(waits.started_at as date)
            and waits.started_at >= calendar.from_at
            and waits.started_at < calendar.until_at
    where waits.not_counted_reason is null
)

select
    shop,
    weekday,
    hour,
    count(*) as waits,
    count(case when outcome in ('late', 'overdue', 'closed_unanswered') then 1 end) as late
from arrived
group by shop, weekday, hour
