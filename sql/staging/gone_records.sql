-- Which records are in none of the sources any more that once held them, and since when?
-- grain: one row per record that is gone
-- key: record, shop, order_id, part_id
with newest as ( -- of each source
    select record, shop, order_id, part_id, source, is_gone, noticed_at
    from raw.record_changes
    qualify row_number() over (
        partition by record, shop, order_id, part_id, source
        order by batch_id desc, read_at desc, content_hash
    ) = 1
),

held as (
    select 'orders' as record, shop, order_id, '' as part_id, source from raw.order_versions
    union
    select 'items' as record, shop, order_id, line_id as part_id, source from raw.order_items
    union
    select 'shipments' as record, shop, '' as order_id, shipment_id as part_id, source
    from raw.shipments
)

select
    held.record,
    held.shop,
    held.order_id,
    held.part_id,
    max(newest.noticed_at) as gone_at
from held
left join newest using (record, shop, order_id, part_id, source)
group by held.record, held.shop, held.order_id, held.part_id
having bool_and(coalesce(newest.is_gone, false))
