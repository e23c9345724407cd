-- What do customers write about, week by week, and is that more than usual?
-- grain: one row per shop (or all), week and topic, also where nobody wrote about it
-- key: shop, week_start_day, topic
-- Usual is the mean of up to eight weeks before, at least four; more or fewer is what lies three
-- standard deviations of such a count away (on the square root's scale, where they are alike).
with said as (
    select
        held_by.shop,
        cohort.week_start_day,
        coalesce(waits.topic, 'unknown') as topic,
        count(*) as waits,
        count(case when waits.is_first then 1 end) as first_waits
    from metrics.cohort_members as cohort
    inner join metrics.shops_and_all as held_by on cohort.shop = held_by.member_shop
    inner join facts.waits as waits on cohort.member_id = waits.wait_id
    where cohort.members = 'waits' and cohort.week_start_day is not null
    group by held_by.shop, cohort.week_start_day, coalesce(waits.topic, 'unknown')
),

topics as (select topic from seeds.topics union all select 'unknown' as topic),

counted as (
    select
        weeks.shop,
        weeks.week_start_day,
        topics.topic,
        coalesce(said.waits, 0) as waits,
        coalesce(said.first_waits, 0) as first_waits,
        sum(coalesce(said.waits, 0)) over (partition by weeks.shop, weeks.week_start_day)
            as of_waits,
        avg(coalesce(said.waits, 0)) over eight_before as usual_waits,
        count(*) over eight_before as usual_weeks,
        coalesce(periods.is_read, false) as is_mature
    from (select distinct shop, week_start_day from said) as weeks
    cross join topics
    left join said using (shop, week_start_day, topic)
    left join metrics.read_periods as periods
        on
            weeks.shop = periods.shop and weeks.week_start_day = periods.from_day
            and periods.period = 'week' and periods.members = 'waits'
    window eight_before as (
        partition by weeks.shop, topics.topic order by weeks.week_start_day
        rows between 8 preceding and 1 preceding
    )
)

select
    counted.* exclude (usual_weeks, of_waits),
    cast(of_waits as bigint) as of_waits,
    waits / nullif(of_waits, 0) as share,
    2 * (sqrt(waits + 0.375) - sqrt(usual_waits + 0.375)) as away,
    case
        when not is_mature or usual_weeks < 4 then null
        when away > 3 then 'more'
        when away < -3 then 'fewer'
        else 'usual'
    end as trend
from counted
