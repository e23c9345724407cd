-- How often did each error show itself, whom did it touch, and out of how many mails since then?
-- grain: one row per error
-- key: fingerprint
-- What a person judged to be no error is not counted, but its error stays.
with counts as (
    select
        found.fingerprint,
        found.counted,
        found.shop,
        found.template,
        count(*) filter (where found.is_confirmed is distinct from false) as findings,
        count(distinct case
            when found.is_confirmed is distinct from false then found.customer_key
        end) as customers,
        count(distinct case
            when
                found.is_confirmed is distinct from false
                and found.happened_at > now.read_until_at - interval 28 day
                then found.customer_key
        end) as recent_customers,
        coalesce(
            min(found.happened_at) filter (where found.is_confirmed is distinct from false),
            min(found.happened_at)
        ) as first_seen_at,
        coalesce(
            max(found.happened_at) filter (where found.is_confirmed is distinct from false),
            max(found.happened_at)
        ) as last_seen_at
    from cases.findings as found
    left join cases.read_until as now using (shop)
    group by found.fingerprint, found.counted, found.shop, found.template
),

line as ( -- mails and first findings on one line of time
    select counted, shop, template, happened_at, 1 as mails, cast(null as varchar) as fingerprint
    from cases.counted
    union all
    select counted, shop, template, first_seen_at, 0, fingerprint from counts
),

passed as (
    select
        *,
        sum(mails) over (
            partition by counted, shop, template order by happened_at, mails
            rows between current row and unbounded following
        ) as mails_since
    from line
)

select
    counts.*,
    cast(passed.mails_since as bigint) as mails,
    1000 * counts.findings / nullif(passed.mails_since, 0) as per_1000
from counts
inner join passed using (fingerprint)
