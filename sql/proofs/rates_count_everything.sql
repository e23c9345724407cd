-- Numerator within denominator, and denominator + excluded + undecided + unknown = all members.
with members as (
    select members, count(*) as items
    from metrics.cohort_members
    where week_start_day is not null
    group by members
),

shown as (
    select
        measure, sum(denominator + excluded + undecided + unknown) as items,
        bool_or(numerator > denominator) as is_over
    from metrics.rates_weekly
    where shop = 'all' and dimension = 'all'
    group by measure
)

select measures.measure, members.items, shown.items as shown
from seeds.measures as measures
inner join members using (members)
left join shown using (measure)
where
    measures.judged_by not in ('first_verdict', 'later_verdict')
    and (members.items <> coalesce(shown.items, 0) or shown.is_over)
