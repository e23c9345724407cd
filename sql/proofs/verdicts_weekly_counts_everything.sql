-- Every dated order, parcel, further mail, first promise and wait of a known shop is counted once.
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
    select 'order_notices' as measure, count(*) as items
    from facts.order_notices as notices
    inner join seeds.shops as shops using (shop)
    inner join steps.calendar as days
        on
            days.shop = notices.shop
            and notices.clock_starts_at >= days.from_at
            and notices.clock_starts_at < days.until_at
    union all
    select 'promises' as measure, count(*) as items
    from facts.promises as promises
    inner join seeds.shops as shops using (shop)
    inner join steps.calendar as days
        on
            days.shop = promises.shop
            and promises.until_at >= days.from_at
            and promises.until_at < days.until_at
    where promises.is_first
    union all
    select 'waits' as measure, count(*) as items
    from facts.waits
    where started_at between timestamp '0002-01-01' and timestamp '9998-01-01'
)

select counted.measure, counted.items, shown.items as shown
from counted
left join shown using (measure)
where counted.items <> coalesce(shown.items, 0)
