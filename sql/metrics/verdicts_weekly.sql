-- What became of every order, parcel and inquiry, counted or not?
-- grain: one row per shop, week, kind of thing, verdict and reason for not counting
-- key: shop, week_start_day, measure, verdict, excluded_reason
select
    shop,
    week_start_day,
    members as measure,
    verdict,
    coalesce(excluded_reason, '') as excluded_reason,
    count(*) as items
from metrics.cohort_members
where week_start_day is not null
group by shop, week_start_day, members, verdict, coalesce(excluded_reason, '')
