-- Which weeks of each shop were read, and how long ago were they?
-- grain: one row per shop and week that began before what was read ends
-- key: shop, week_start_day
-- weeks_ago is 1 for the newest week that was read whole, 0 for the one that runs.
with weeks as (
    select
        days.shop,
        days.week_start_day,
        max(days.until_at) <= any_value(now.read_until_at) as is_whole
    from steps.calendar as days
    inner join cases.read_until as now using (shop)
    group by days.shop, days.week_start_day
    having min(days.from_at) <= any_value(now.read_until_at)
)

select
    shop,
    week_start_day,
    case when is_whole
        then row_number() over (partition by shop, is_whole order by week_start_day desc)
        else 0
    end as weeks_ago
from weeks
