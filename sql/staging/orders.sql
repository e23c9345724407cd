-- What does the newest record of each order hold, and is it still there?
-- grain: one row per order
-- key: shop, order_id
select versions.*, gone.gone_at as deleted_at
from staging.order_versions as versions
left join staging.gone_records as gone
    on
        gone.record = 'orders'
        and gone.shop = versions.shop
        and gone.order_id = versions.order_id
qualify row_number() over (
    partition by versions.shop, versions.order_id order by versions.version desc
) = 1
