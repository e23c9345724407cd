-- How long did customers wait in each day, and how many got nothing at all?
-- grain: one row per shop (or all), day, measure and slice
-- key: shop, day, measure, dimension, dimension_value
with sliced as (
    select
        held_by.shop,
        members.day,
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
    where members.day is not null
),

measured as (
    select
        shop, day, members, measure, dimension, dimension_value,
        count(seconds) as items,
        percentile_cont(0.5) within group (order by seconds) as p50_seconds,
        percentile_cont(0.9) within group (order by seconds) as p90_seconds,
        percentile_cont(0.95) within group (order by seconds) as p95_seconds,
        percentile_cont(0.99) within group (order by seconds) as p99_seconds,
        count(case when verdict in ('missing', 'overdue') then 1 end) as missing,
        count(case when verdict in ('unknown', 'answered_unseen') then 1 end) as unknown,
        count(case when verdict in ('waiting', 'open', 'due_soon', 'bot') then 1 end) as undecided
    from sliced
    where dimension_value is not null
    group by shop, day, members, measure, dimension, dimension_value
),

read_whole as (
    select shop, members, day, bool_and(is_read) as is_read
    from metrics.read_days
    group by shop, members, day
)

select
    measured.*,
    target.value_seconds as target_seconds,
    measured.undecided = 0 and coalesce(read_whole.is_read, false) as is_mature
from measured
left join read_whole using (shop, members, day)
left join staging.target_periods as target
    on
        measured.shop = target.shop
        and target.name = measured.measure || '_target'
        and measured.day >= target.valid_from_day
        and measured.day < target.valid_until_day
