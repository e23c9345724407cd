-- How long did customers wait in a day or week, and how many got nothing at all?
-- grain: one row per period (day or week), its first day, shop (or all), measure and slice
-- key: period, from_day, shop, measure, dimension, dimension_value
with sliced as (
    select
        periods.period,
        case periods.period when 'day' then members.day else members.week_start_day end as from_day,
        held_by.shop,
        members.members,
        members.clock as measure,
        members.verdict,
        members.seconds,
        slices.dimension,
        case slices.dimension
            when 'channel' then members.channel
            when 'carrier' then members.carrier
            when 'locale' then members.locale
            else 'all'
        end as dimension_value
    from metrics.cohort_members as members
    inner join metrics.shops_and_all as held_by on members.shop = held_by.member_shop
    cross join (values ('all'), ('channel'), ('carrier'), ('locale')) as slices (dimension)
    cross join (values ('day'), ('week')) as periods (period)
    where members.day is not null
),

measured as (
    select
        period, from_day, shop, members, measure, dimension, dimension_value,
        count(seconds) as items,
        percentile_cont(0.5) within group (order by seconds) as p50_seconds,
        percentile_cont(0.9) within group (order by seconds) as p90_seconds,
        percentile_cont(0.95) within group (order by seconds) as p95_seconds,
        percentile_cont(0.99) within group (order by seconds) as p99_seconds,
        count(case when verdict in ('missing', 'overdue', 'closed_unanswered') then 1 end) as missing,
        count(case when verdict in ('unknown', 'answered_unseen') then 1 end) as unknown,
        count(case when verdict in ('waiting', 'open', 'due_soon', 'bot') then 1 end) as undecided
    from sliced
    where dimension_value is not null
    group by period, from_day, shop, members, measure, dimension, dimension_value
)

select
    measured.*,
    target.value_seconds as target_seconds,
    measured.undecided = 0 and coalesce(periods.is_read, false) as is_mature
from measured
left join metrics.read_periods as periods using (period, from_day, shop, members)
left join staging.target_periods as target
    on
        measured.shop = target.shop
        and target.name = measured.measure || '_target'
        and measured.from_day >= target.valid_from_day
        and measured.from_day < target.valid_until_day
