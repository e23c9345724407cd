-- From which moments on must customers hear of payments, changes and goods that are ready?
-- grain: one row per order and kind of mail whose clock has begun
-- key: shop, order_id, mail_kind
with parcels as ( -- one that was called off has not left
    select shop, order_id, min(shipped_at) as shipped_at
    from staging.shipments
    where cancelled_at is null
    group by shop, order_id
),

edits as ( -- where the record does not say when it was edited, its versions do
    select shop, order_id, min(edited_at) as edited_at
    from facts.order_edits
    group by shop, order_id
),

begun as (
    select
        orders.shop, orders.order_id, kinds.mail_kind, kinds.clock, kinds.sender, kinds.reason,
        kinds.valid_from_day, kinds.valid_until_day,
        case kinds.clock
            when 'placed' then orders.placed_at
            when 'paid' then orders.paid_at
            when 'shipped' then parcels.shipped_at
            when 'ready' then parcels.shipped_at
            when 'cancelled' then orders.cancelled_at
            when 'refunded' then orders.refunded_at
            when 'edited' then coalesce(orders.edited_at, edits.edited_at)
        end as clock_starts_at
    from staging.orders as orders
    inner join staging.expectation_periods as kinds
        on
            kinds.shop = orders.shop
            and kinds.channel = coalesce(lower(orders.channel), '')
            and kinds.payment_method = coalesce(lower(orders.payment_method), '')
            and kinds.fulfilment = coalesce(lower(orders.fulfilment), '')
    left join parcels on parcels.shop = orders.shop and parcels.order_id = orders.order_id
    left join edits on edits.shop = orders.shop and edits.order_id = orders.order_id
    where kinds.mail_kind not in ('order_confirmation', 'shipping_notice')
)

select
    begun.* exclude (valid_from_day, valid_until_day),
    coalesce(days.local_day, cast(begun.clock_starts_at as date)) as local_day
from begun
left join steps.calendar as days
    on
        days.shop = begun.shop
        and days.utc_day = cast(begun.clock_starts_at as date)
        and begun.clock_starts_at >= days.from_at
        and begun.clock_starts_at < days.until_at
where
    begun.clock_starts_at is not null
    and begun.valid_from_day <= coalesce(days.local_day, cast(begun.clock_starts_at as date))
    and begun.valid_until_day > coalesce(days.local_day, cast(begun.clock_starts_at as date))
