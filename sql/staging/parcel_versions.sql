-- What did each version of a parcel's record promise?
-- grain: one row per version of a parcel; numbers grow with time, batches break ties
-- key: shop, shipment_id, version
select
    shop,
    shipment_id,
    row_number() over (
        partition by shop, shipment_id
        order by coalesce(valid_from_at, read_at), batch_id, read_at, content_hash desc
    ) as version,
    coalesce(valid_from_at, read_at) as valid_from_at,
    promised_at,
    count(*) over (partition by shop, shipment_id) as versions
from raw.shipments
