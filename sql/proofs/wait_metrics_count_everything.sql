-- First and later replies, teams and escalations: each wait of a week is counted once.
with facts_of_all as (
    select
        count(*) as waits,
        count(case when waits.not_counted_reason is null then 1 end) as counted,
        count(case
            when waits.not_counted_reason is null and waits.outcome in ('in_time', 'late') then 1
        end) as answered,
        count(waits.escalation) as needed
    from metrics.wait_weeks as weeks
    inner join facts.waits as waits using (wait_id)
    where weeks.shop = 'all'
),

shown as (
    select 'waits' as thing, coalesce(sum(waits), 0) as items
    from metrics.escalations_weekly
    where shop = 'all'
    union all
    select 'needed' as thing, coalesce(sum(in_time + late + missing + waiting + unknown), 0)
    from metrics.escalations_weekly
    where shop = 'all'
    union all
    select 'counted' as thing, coalesce(sum(waits), 0)
    from metrics.replies_weekly
    where shop = 'all'
    union all
    select 'answered' as thing, coalesce(sum(waits), 0)
    from metrics.replies_by_team_weekly
    where shop = 'all'
)

select shown.thing, shown.items, facts_of_all.*
from shown
cross join facts_of_all
where
    shown.items <> case shown.thing
        when 'waits' then facts_of_all.waits
        when 'needed' then facts_of_all.needed
        when 'counted' then facts_of_all.counted
        else facts_of_all.answered
    end
