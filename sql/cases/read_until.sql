-- Up to when was each shop's sent mail read? That is the present of its errors.
-- grain: one row per shop with anything to judge
-- key: shop
with read_to as (
    select
        shop,
        coalesce(max(read_until) filter (where role = 'archive'), max(read_until)) as read_until
    from staging.coverage
    group by shop
),

held as (
    select shop, max(happened_at) as happened_at
    from cases.counted
    group by shop
)

select
    held.shop,
    coalesce(read_to.read_until, held.happened_at) as read_until_at,
    coalesce(
        days.local_day, cast(coalesce(read_to.read_until, held.happened_at) as date)
    ) as local_day
from held
left join read_to using (shop)
left join steps.calendar as days
    on
        days.shop = held.shop
        and days.utc_day = cast(coalesce(read_to.read_until, held.happened_at) as date)
        and days.from_at <= coalesce(read_to.read_until, held.happened_at)
        and days.until_at > coalesce(read_to.read_until, held.happened_at)
