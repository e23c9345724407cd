-- Which order and tracking numbers in order mails are those of another customer of the shop?
-- grain: one row per mail and field with such a number
-- key: message_key, field
with orders as (
    select
        shop,
        order_id,
        customer_key,
        upper(regexp_replace(order_id, '[^0-9A-Za-z]', '', 'g')) as order_key
    from staging.orders
    where customer_key is not null
)

select distinct
    found.message_key,
    'order_number' as field,
    found.observed_value
from private.other_order_numbers as found
inner join orders on orders.shop = found.shop and orders.order_key = found.stated_key
where orders.customer_key <> found.customer_key
union all
select distinct
    said.message_key,
    'tracking_number' as field,
    said.number as observed_value
from private.tracking_checks as said
inner join staging.shipments as parcels
    on
        parcels.shop = said.shop
        and parcels.number_key = upper(regexp_replace(said.number, '[^0-9A-Za-z]', '', 'g'))
inner join orders
    on orders.shop = parcels.shop and orders.order_id = parcels.order_id
inner join staging.orders as own on own.shop = said.shop and own.order_id = said.order_id
where
    said.number is not null
    and not said.is_of_order
    and orders.customer_key <> own.customer_key
