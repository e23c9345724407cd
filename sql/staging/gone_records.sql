-- Which records are in none of the sources any more that once held them, and since when?
-- grain: one row per record that is gone
-- key: record, shop, order_id, part_id
select
    record,
    shop,
    order_id,
    part_id,
    max(noticed_at) as gone_at
from staging.source_records
group by record, shop, order_id, part_id
having bool_and(is_gone)
