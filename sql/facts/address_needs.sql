-- Which parts of an address does the delivery of each order need?
-- grain: one row per order
-- key: shop, order_id
select
    orders.shop,
    orders.order_id,
    coalesce(lower(orders.fulfilment), 'ship') <> 'digital' as street, -- or a pick-up point
    coalesce(lower(orders.fulfilment), 'ship') = 'pickup' as is_pickup,
    coalesce(lower(orders.fulfilment), 'ship') not in ('pickup', 'digital') as city,
    coalesce(lower(orders.fulfilment), 'ship') not in ('pickup', 'digital')
    and countries.country is null as postcode
from staging.orders as orders
left join seeds.countries_without_postcode as countries using (country)
