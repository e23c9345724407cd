-- Did each order hold everything that its delivery needs when its confirmation was sent?
-- grain: one row per order
-- key: shop, order_id
with fields_kept as ( -- what no record of the shop holds is not exported: nobody can say
    select
        orders.shop,
        bool_or(orders.has_street) and bool_or(orders.has_city)
        and bool_or(orders.country is not null) and bool_or(orders.has_email is not null)
        and exists(select 1 from staging.order_items as items where items.shop = orders.shop)
            as is_judgeable
    from staging.order_versions as orders
    group by orders.shop
),

goods as (
    select
        shop,
        order_id,
        bool_and(coalesce(title, sku) is not null) as has_products,
        bool_and(coalesce(quantity, 0) > 0) as has_quantities
    from staging.order_items
    group by shop, order_id
),

checked as (
    select
        orders.shop,
        orders.order_id,
        orders.is_test or orders.is_imported or orders.is_in_store as is_excluded,
        as_sent.order_id is not null and fields_kept.is_judgeable as is_judgeable,
        concat_ws(
            ', ',
            case when not coalesce(goods.has_products, false) then 'product' end,
            case when not coalesce(goods.has_quantities, false) then 'quantity' end,
            case when needs.street and not coalesce(as_sent.has_street, false) then 'street' end,
            case when needs.street and not coalesce(as_sent.has_city, false) then 'city' end,
            case when needs.postcode and not coalesce(as_sent.has_postcode, false)
                then 'postcode' end,
            case when needs.street and as_sent.country is null then 'country' end,
            case when not coalesce(as_sent.has_email, false) then 'contact' end
        ) as missing_fields
    from staging.orders as orders
    inner join facts.address_needs as needs using (shop, order_id)
    left join facts.orders_as_confirmed as as_sent using (shop, order_id)
    left join goods using (shop, order_id)
    inner join fields_kept on fields_kept.shop = orders.shop
)

select
    shop,
    order_id,
    case when is_judgeable and not is_excluded then missing_fields = '' end as is_complete,
    case when is_judgeable then missing_fields else '' end as missing_fields,
    case
        when is_excluded then 'excluded'
        when not coalesce(is_judgeable, false) then 'unknown'
        when missing_fields = '' then 'verified'
        else 'incomplete'
    end as verdict
from checked
