-- How long did customers wait for the first reply and for later ones, and how many in time?
-- grain: one row per shop (or all), week and kind of reply (first or later)
-- key: shop, week_start_day, reply
with counted as (
    select
        weeks.shop,
        weeks.week_start_day,
        case when waits.is_first then 'first' else 'later' end as reply,
        case when waits.outcome in ('in_time', 'late') then waits.wait_seconds end as seconds,
        case when waits.outcome in ('in_time', 'late') then waits.business_seconds end
            as business_seconds,
        coalesce(answers.answer, 'unknown') as answer
    from metrics.wait_weeks as weeks
    inner join facts.waits as waits using (wait_id)
    left join seeds.verdict_answers as answers
        on answers.members = 'waits' and waits.outcome = answers.verdict
    where waits.not_counted_reason is null
),

summed as (
    select
        shop,
        week_start_day,
        reply,
        count(*) as waits,
        count(seconds) as answered,
        count(case when answer = 'yes' then 1 end) as numerator,
        count(case when answer in ('yes', 'no') then 1 end) as denominator,
        count(case when answer = 'undecided' then 1 end) as undecided,
        count(case when answer = 'unknown' then 1 end) as unknown,
        percentile_cont(0.5) within group (order by seconds) as p50_seconds,
        percentile_cont(0.9) within group (order by seconds) as p90_seconds,
        percentile_cont(0.5) within group (order by business_seconds) as p50_business_seconds
    from counted
    group by shop, week_start_day, reply
)

select
    summed.*,
    summed.numerator / nullif(summed.denominator, 0) as share,
    wilson_low(summed.numerator, summed.denominator) as low,
    wilson_high(summed.numerator, summed.denominator) as high,
    target.share as target_share,
    summed.undecided = 0 and coalesce(periods.is_read, false) as is_mature
from summed
left join metrics.read_periods as periods
    on summed.shop = periods.shop and summed.week_start_day = periods.from_day
        and periods.period = 'week' and periods.members = 'waits'
left join staging.target_periods as target
    on summed.shop = target.shop and target.name = 'reply_target'
        and summed.week_start_day >= target.valid_from_day
        and summed.week_start_day < target.valid_until_day
