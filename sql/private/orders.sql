-- Whose order is it, and where does it go, as its newest record says?
-- grain: one row per order
-- key: shop, order_id
select *
from private.order_versions
qualify row_number() over (partition by shop, order_id order by version desc) = 1
