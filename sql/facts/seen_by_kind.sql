-- From when until when do we see all of a shop's mails of a kind?
-- grain: one row per shop with any path, and kind of mail
-- key: shop, kind
with presents as ( -- the youngest path of a shop: what not even it has reached cannot be known yet
    select
        shop,
        max(read_until) as present_at,
        max(live_from_at) filter (where role in ('orders', 'shipments')) as live_from_at
    from staging.coverage
    group by shop
),

paths as (
    select
        shop,
        kind,
        count(*) as paths,
        max(read_from) as read_from,
        min(read_until) as read_until,
        bool_and(read_from is not null and read_until is not null) as is_seen,
        max(live_from_at) as live_from_at
    from facts.kind_paths
    group by shop, kind
)

select
    presents.shop,
    kinds.kind,
    coalesce(paths.paths, 0) as paths,
    -- one path of which nothing is known hides everything that may have taken it
    case when paths.is_seen then paths.read_from end as read_from,
    case when paths.is_seen then paths.read_until end as read_until,
    presents.present_at,
    greatest(presents.live_from_at, paths.live_from_at) as live_from_at
from presents
cross join facts.sent_kinds as kinds
left join paths on paths.shop = presents.shop and paths.kind = kinds.kind
