-- TRACKING_REUSED: The tracking number of this mail was sent to another customer before.
-- needs: orders, shipments, archive of sent mail
-- owner: shipping
-- do: Find the parcel's true number and send it; find out how the shop gave one number twice.
-- version: 1
with held as (
    select named.*, orders.customer_key
    from facts.numbers_in_mails as named
    inner join staging.orders as orders using (shop, order_id)
),

pairs as ( -- a customer's orders that left together may share a parcel
    select
        later.shop, later.order_id, later.number_key, later.shipment_id, later.message_key,
        later.named_at, min(earlier.order_id) as other_order_id
    from held as later
    inner join held as earlier
        on
            earlier.shop = later.shop
            and earlier.number_key = later.number_key
            and earlier.order_id <> later.order_id
    inner join staging.target_periods as targets
        on
            targets.shop = later.shop
            and targets.name = 'combined_within'
            and targets.valid_from_day <= cast(later.named_at as date)
            and targets.valid_until_day > cast(later.named_at as date)
    where
        (earlier.named_at, earlier.message_key) < (later.named_at, later.message_key)
        and (
            earlier.customer_key <> later.customer_key
            or abs(seconds_between(earlier.left_at, later.left_at)) > targets.value_seconds
        )
    group by all
)

select
    'mail ' || message_key || ' tracking_number' as identity,
    shop, order_id,
    min(shipment_id) as shipment_id,
    message_key,
    null::varchar as wait_id,
    'critical' as severity,
    'tracking_number' as field,
    'a number of this order alone' as expected,
    'mailed before for another order' as observed,
    'numbers in the mails and in the records of both orders' as evidence,
    min(named_at) as found_at,
    min(number_key) as observed_value,
    'named before for order ' || min(other_order_id) as span
from pairs
group by shop, order_id, message_key
