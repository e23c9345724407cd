-- Which records did each source hold, and which of them does it hold no more?
-- grain: one row per record and source that gave it or counted it
-- key: record, shop, order_id, part_id, source
with given as (
    select 'orders' as record, shop, order_id, '' as part_id, source, batch_id
    from raw.order_versions
    union all
    select 'items' as record, shop, order_id, line_id as part_id, source, batch_id
    from raw.order_items
    union all
    select 'shipments' as record, shop, '' as order_id, shipment_id as part_id, source, batch_id
    from raw.shipments
    union all
    select record, shop, order_id, part_id, source, cast(null as bigint) as batch_id
    from raw.record_changes
),

held as (
    select record, shop, order_id, part_id, source, max(batch_id) as batch_id
    from given
    group by record, shop, order_id, part_id, source
),

noticed as (
    select record, shop, order_id, part_id, source, is_gone, noticed_at, batch_id
    from raw.record_changes
    qualify row_number() over (
        partition by record, shop, order_id, part_id, source
        order by batch_id desc, read_at desc, content_hash
    ) = 1
)

select
    held.record,
    held.shop,
    held.order_id,
    held.part_id,
    held.source,
    -- what was read after it was gone brought it back
    coalesce(noticed.is_gone and noticed.batch_id >= coalesce(held.batch_id, 0), false) as is_gone,
    noticed.noticed_at
from held
left join noticed using (record, shop, order_id, part_id, source)
