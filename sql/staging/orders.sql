-- What does the newest record of each order hold?
-- grain: one row per order
-- key: shop, order_id
select *
from staging.order_versions
qualify row_number() over (partition by shop, order_id order by version desc) = 1
