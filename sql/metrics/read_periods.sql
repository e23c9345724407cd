-- Of which days and weeks have we read everything?
-- grain: one row per period (day or week), its first day, shop (or all) and kind of thing
-- key: period, from_day, shop, members
select
    periods.period,
    case periods.period when 'day' then days.day else days.week_start_day end as from_day,
    days.shop,
    days.members,
    bool_and(days.is_read) as is_read
from metrics.read_days as days
cross join (values ('day'), ('week')) as periods (period)
group by 1, 2, days.shop, days.members
