-- Every dated order, parcel and wait of a known shop is counted once, by its verdict.
with shown as (
    select measure, sum(items) as items from metrics.verdicts_weekly
    group by measure
),

counted as (
    select 'confirmations' as measure, count(*) as items
    from facts.order_confirmations as orders
    inner join seeds.shops as shops using (shop)
    where
        orders.placed_at between timestamp '0002-01-01' and timestamp '9998-01-01'
    union all
    select 'shipping_notices' as measure, count(*) as items
    from facts.shipping_notices as parcels
    inner join seeds.shops as shops using (shop)
    where
        parcels.shipped_at between timestamp '0002-01-01' and timestamp '9998-01-01'
    union all
    select 'waits' as measure, count(*) as items
    from facts.waits
    where started_at between timestamp '0002-01-01' and timestamp '9998-01-01'
)

select counted.measure, counted.items, shown.items as shown
from counted
left join shown using (measure)
where counted.items <> coalesce(shown.items, 0)
