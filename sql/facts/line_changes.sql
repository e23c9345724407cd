-- When did a line of an order become another, or of another quantity, or come to the order?
-- grain: one row per order, moment and what changed
-- key: shop, order_id, changed_at, what
with several as ( -- an order that was only ever held in one version did not change
    select shop, order_id from staging.order_versions where version = 2
    union
    select shop, order_id from staging.order_item_versions where version = 2
),

compared as (
    select
        held.shop, held.order_id, held.valid_from_at, held.is_dated, held.version,
        held.quantity <> lag(held.quantity) over by_time as has_other_quantity,
        held.sku <> lag(held.sku) over by_time or held.title <> lag(held.title) over by_time
            as is_other,
        min(held.valid_from_at) over (partition by held.shop, held.order_id) as first_from_at
    from staging.order_item_versions as held
    inner join several using (shop, order_id)
    window by_time as (
        partition by held.shop, held.order_id, held.line_id order by held.version
    )
)

select distinct shop, order_id, valid_from_at as changed_at, 'quantity' as what
from compared
where is_dated and has_other_quantity
union
select distinct shop, order_id, valid_from_at as changed_at, 'lines' as what
from compared
where is_dated and (is_other or (version = 1 and valid_from_at > first_from_at))
