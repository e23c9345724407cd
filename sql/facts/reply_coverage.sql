-- Up to when would we have seen an answer, had there been one?
-- grain: one row per shop
-- key: shop
with desks as ( -- a helpdesk that is connected and was never read may hold every answer
    select connected.source, shops.shop
    from seeds.sources as connected
    inner join seeds.shops as shops on shops.shop = coalesce(connected.shop, shops.shop)
    left join staging.coverage as coverage
        on connected.source = coverage.source and shops.shop = coverage.shop
    where connected.holds = 'helpdesk' and coverage.source is null
),

paths as (
    select
        shops.shop,
        coverage.read_from,
        coverage.read_until,
        coverage.role in ('replies', 'sent', 'helpdesk') as is_reply_path,
        coverage.role in ('inbox', 'replies', 'sent', 'helpdesk') as is_needed
    from seeds.shops as shops
    left join staging.coverage as coverage using (shop)
    union all
    select shop, null as read_from, null as read_until, true as is_reply_path, true as is_needed
    from desks
)

select
    shop,
    max(read_until) as present_at,
    coalesce(bool_or(is_reply_path), false) as has_reply_path,
    -- Every mailbox a person may answer from: one that we cannot see may hold the answer.
    case
        when bool_or(is_reply_path) and bool_and(read_until is not null or not is_needed)
            then min(case when is_needed then read_until end)
    end as judged_until_at,
    case
        when bool_and(read_from is not null or not is_reply_path)
            then max(case when is_reply_path then read_from end)
    end as judged_from_at
from paths
group by shop
