-- In which week of the shop did each wait begin, also as a part of all shops?
-- grain: one row per wait and name under which its shop is shown
-- key: shop, wait_id
select
    held_by.shop,
    waits.wait_id,
    calendar.week_start_day
from facts.waits as waits
inner join metrics.shops_and_all as held_by on waits.shop = held_by.member_shop
inner join steps.calendar as calendar
    on
        waits.shop = calendar.shop
        and calendar.utc_day = cast(waits.started_at as date)
        and waits.started_at >= calendar.from_at
        and waits.started_at < calendar.until_at
