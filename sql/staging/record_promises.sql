-- What do the shop's records promise for orders, lines and parcels, by each of their versions?
-- grain: one row per version of a record and kind of promise that it holds
-- key: record, shop, order_id, part_id, kind, version
with parcels as (
    select
        *,
        row_number() over (
            partition by shop, shipment_id
            order by coalesce(valid_from_at, read_at), batch_id, read_at, content_hash
        ) as version
    from raw.shipments
),

held as (
    select
        'orders' as record, shop, order_id, '' as part_id, 'ship' as kind, version,
        ship_by_at as until_at, valid_from_at, is_dated, placed_at as first_at
    from staging.order_versions
    union all
    select
        'orders' as record, shop, order_id, '' as part_id, 'deliver' as kind, version,
        deliver_by_at as until_at, valid_from_at, is_dated, placed_at as first_at
    from staging.order_versions
    union all
    select
        'items' as record, lines.shop, lines.order_id, lines.line_id as part_id, 'ship' as kind,
        lines.version, lines.ship_by_at as until_at, lines.valid_from_at, lines.is_dated,
        orders.placed_at as first_at
    from staging.order_item_versions as lines
    left join staging.orders as orders using (shop, order_id)
    where lines.ship_by_at is not null
    union all
    select
        'shipments' as record, shop, order_id, shipment_id as part_id, 'deliver' as kind, version,
        promised_at as until_at, coalesce(valid_from_at, read_at) as valid_from_at,
        parcels.valid_from_at is not null as is_dated, shipped_at as first_at
    from parcels
)

select
    record,
    shop,
    order_id,
    part_id,
    kind,
    version,
    until_at,
    case -- an export without versions: what it says first was said from the start
        when is_dated or version > 1 then valid_from_at
        else coalesce(first_at, valid_from_at)
    end as made_at
from held
where until_at is not null
-- a record that was left as it was says no more than before
qualify until_at is distinct from lag(until_at) over (
    partition by record, shop, order_id, part_id, kind order by version
)
