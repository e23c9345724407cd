-- By which mail did each order's customer first get each of its tracking numbers?
-- grain: one row per order and tracking number of its own parcels that a mail named
-- key: shop, order_id, number_key
select
    parcels.shop,
    parcels.order_id,
    parcels.number_key,
    min(mails.accepted_at) as named_at,
    arg_min(mails.message_key, mails.accepted_at) as message_key,
    min(parcels.shipment_id) as shipment_id,
    min(clocks.left_at) as left_at
from facts.parcels_in_mails as matched
inner join facts.order_mails as mails using (shop, message_key)
inner join staging.shipments as parcels using (shop, shipment_id)
inner join facts.parcel_clocks as clocks using (shop, shipment_id)
where matched.is_named and mails.is_archived and parcels.number_key is not null
group by parcels.shop, parcels.order_id, parcels.number_key
