-- What lacked in each order's record when its confirmation was sent (or lacks now)?
-- grain: one row per order
-- key: shop, order_id
with fields_kept as ( -- what no record of the shop holds is not exported: nobody can say
    select
        orders.shop,
        bool_or(orders.has_street) and bool_or(orders.has_city)
        and bool_or(orders.country is not null) and bool_or(orders.has_email is not null)
        and exists(
            select 1 from staging.order_item_versions as items where items.shop = orders.shop
        ) as is_judgeable,
        bool_or(orders.has_pickup_point) as has_points
    from staging.order_versions as orders
    group by orders.shop
)

select
    orders.shop,
    orders.order_id,
    as_sent.order_id is not null
    and fields_kept.is_judgeable
    and coalesce(goods.is_known, true)
    -- goods to be fetched from a place that no record of the shop names
    and not (
        needs.is_pickup and not coalesce(fields_kept.has_points, false)
        and not coalesce(as_sent.has_street, false)
    ) as is_judgeable,
    concat_ws(
        ', ',
        case when not coalesce(goods.has_products, false) then 'product' end,
        case when not coalesce(goods.has_quantities, false) then 'quantity' end,
        case
            when needs.street and not coalesce(as_sent.has_street, false)
                and not coalesce(as_sent.has_pickup_point, false) then 'street'
        end,
        case when needs.city and not coalesce(as_sent.has_city, false) then 'city' end,
        case when needs.postcode and not coalesce(as_sent.has_postcode, false) then 'postcode' end,
        case when needs.city and as_sent.country is null then 'country' end,
        case when not coalesce(as_sent.has_email, false) then 'contact' end
    ) as missing_fields
from staging.orders as orders
inner join facts.address_needs as needs using (shop, order_id)
left join facts.orders_as_confirmed as as_sent using (shop, order_id)
left join facts.goods_as_confirmed as goods using (shop, order_id)
inner join fields_kept on fields_kept.shop = orders.shop
