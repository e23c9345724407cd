-- How many mails of which kind came in each week, and by which sign do we know?
-- grain: one row per shop (and all), week, kind and reason
-- key: shop, week_start_day, kind, kind_reason
select
    held_by.shop,
    calendar.week_start_day,
    mails.kind,
    mails.kind_reason,
    count(*) as mails
from facts.messages as mails
inner join metrics.shops_and_all as held_by on held_by.member_shop = mails.shop
inner join steps.calendar as calendar
    on
        calendar.shop = mails.shop
        and calendar.utc_day = cast(mails.received_at as date)
        and mails.received_at >= calendar.from_at
        and mails.received_at < calendar.until_at
where mails.direction = 'incoming'
group by held_by.shop, calendar.week_start_day, mails.kind, mails.kind_reason
