-- Which parcels were sent, and how far are they?
-- grain: one row per parcel, as its newest record says
-- key: shop, shipment_id
select
    shop,
    shipment_id,
    order_id,
    carrier,
    tracking_number,
    -- as people and machines write it: spaces, dots and hyphens carry nothing
    nullif(upper(regexp_replace(tracking_number, '[^0-9A-Za-z]', '', 'g')), '') as number_key,
    tracking_url,
    shipped_at,
    promised_at,
    first_scan_at,
    first_attempt_at,
    delivered_at,
    cancelled_at,
    items,
    exempt_reason,
    flags
from raw.shipments as parcels
where not exists (
    select 1 from staging.gone_records as gone
    where
        gone.record = 'shipments'
        and gone.shop = parcels.shop
        and gone.part_id = parcels.shipment_id
)
qualify row_number() over (
    partition by shop, shipment_id
    order by coalesce(valid_from_at, read_at) desc, batch_id desc, read_at desc, content_hash
) = 1
