-- How many waits did each team answer, and how soon?
-- grain: one row per shop (or all), week in which the wait began, and team ('' = not told)
-- key: shop, week_start_day, team
select
    weeks.shop,
    weeks.week_start_day,
    coalesce(teams.shown_as, '') as team,
    count(*) as waits,
    count(case when waits.outcome = 'in_time' then 1 end) as in_time,
    percentile_cont(0.5) within group (order by waits.wait_seconds) as median_seconds
from metrics.wait_weeks as weeks
inner join facts.waits as waits using (wait_id)
left join metrics.told_teams as teams on waits.team = teams.team
where waits.not_counted_reason is null and waits.outcome in ('in_time', 'late')
group by weeks.shop, weeks.week_start_day, coalesce(teams.shown_as, '')
