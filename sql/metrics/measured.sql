-- What can be measured with what is connected, and what should be connected next?
-- grain: one row per shop and measure
-- key: shop, measure
with needed as (
    select
        shops.shop, needs.measure, needs.need, needs.why, needs.connect_next,
        unnest(string_split(needs.roles, '|')) as role
    from seeds.measure_needs as needs
    cross join seeds.shops as shops
),

met as (
    select
        needed.shop,
        needed.measure,
        needed.need,
        needed.why,
        needed.connect_next,
        count(coverage.path) > 0 as is_connected,
        count(coverage.read_until) > 0 as is_seen,
        coalesce(bool_and(coverage.read_until is not null), false) as is_seen_whole
    from needed
    left join metrics.evidence as coverage
        on needed.shop = coverage.shop and needed.role = coverage.role
    group by needed.shop, needed.measure, needed.need, needed.why, needed.connect_next
),

told as (
    select
        shop,
        measure,
        bool_and(is_connected and is_seen) as has_all,
        bool_or(is_connected and is_seen) as has_any,
        bool_and(is_connected) as has_connected,
        string_agg(case when not is_connected then why end, ' ' order by need) as why_missing,
        string_agg(case when not is_connected then connect_next end, ' ' order by need)
            as connect_next
    from met
    group by shop, measure
)

select
    told.shop,
    told.measure,
    measures.question,
    told.connect_next,
    case
        when told.has_all then 'measured'
        when told.has_connected then 'partly'
        else 'not_measurable'
    end as state,
    coalesce(
        told.why_missing,
        case
            when not told.has_all then 'Everything is connected, but nothing was seen there yet.'
        end
    ) as why
from told
inner join seeds.measures as measures using (measure)
