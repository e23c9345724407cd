-- When did the record of each order begin to hold another address, other lines or another total?
-- grain: one row per order, moment and what changed
-- key: shop, order_id, changed_at, what
-- Only between values that are both there: a column that an export begins or ceases to hold changes
-- no order. Addresses stay in the private file; that they differ is all that is told.
with several as (
    select shop, order_id from staging.order_versions where version = 2
),

compared as (
    select
        held.shop, held.order_id, held.valid_from_at, held.is_dated,
        lower(trim(said.street)) <> lag(lower(trim(said.street))) over by_time
        or lower(trim(said.city)) <> lag(lower(trim(said.city))) over by_time
        or lower(trim(said.postcode)) <> lag(lower(trim(said.postcode))) over by_time
        or lower(trim(said.country)) <> lag(lower(trim(said.country))) over by_time
        or lower(trim(said.pickup_point)) <> lag(lower(trim(said.pickup_point))) over by_time
            as has_moved,
        list_sort(held.line_ids) <> list_sort(lag(held.line_ids) over by_time) as has_other_lines,
        held.total <> lag(held.total) over by_time
        -- what a cancellation or refund makes of the total is told by the mail about that
        and lag(held.cancelled_at) over by_time is not distinct from held.cancelled_at
        and lag(held.refunded_at) over by_time is not distinct from held.refunded_at
        and lag(held.refunded_total) over by_time is not distinct from held.refunded_total
            as has_other_total
    from staging.order_versions as held
    inner join several using (shop, order_id)
    inner join private.order_versions as said using (shop, order_id, version)
    window by_time as (partition by held.shop, held.order_id order by held.version)
),

told as (
    select shop, order_id, valid_from_at, 'address' as what
    from compared where is_dated and has_moved
    union all
    select shop, order_id, valid_from_at, 'lines' as what
    from compared where is_dated and has_other_lines
    union all
    select shop, order_id, valid_from_at, 'total' as what
    from compared where is_dated and has_other_total
)

-- a change that was only noticed some time is told by no moment
select distinct shop, order_id, valid_from_at as changed_at, what from told
union
select shop, order_id, changed_at, what from facts.line_changes
