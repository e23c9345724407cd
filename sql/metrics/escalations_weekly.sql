-- How many waits of a week were escalated or had to be, how soon, and which of them still wait?
-- grain: one row per shop (or all) and week in which somebody asked
-- key: shop, week_start_day
-- needed = escalated (in_time + late) + missing + waiting + unknown
select
    weeks.shop,
    weeks.week_start_day,
    count(*) as waits,
    count(told.verdict) as needed,
    count(told.escalated_at) as escalated,
    count(case when told.verdict = 'in_time' then 1 end) as in_time,
    count(case when told.verdict = 'late' then 1 end) as late,
    count(case when told.verdict = 'missing' then 1 end) as missing,
    count(case when told.verdict = 'waiting' then 1 end) as waiting,
    count(case when told.verdict = 'unknown' then 1 end) as unknown,
    count(case when told.escalated_at is not null and told.is_open then 1 end) as still_open,
    percentile_cont(0.5) within group (order by told.seconds_to_escalate) as median_seconds
from metrics.wait_weeks as weeks
left join facts.wait_escalations as told on weeks.wait_id = told.wait_id
group by weeks.shop, weeks.week_start_day
