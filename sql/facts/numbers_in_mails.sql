-- By which mail did each customer first get a tracking number that several orders have?
-- grain: one row per order and such number of its own parcels that a mail named
-- key: shop, order_id, number_key
with shared as (
    select shop, number_key
    from staging.shipments
    where number_key is not null
    group by shop, number_key
    having count(distinct order_id) > 1
)

select
    parcels.shop,
    parcels.order_id,
    parcels.number_key,
    min(mails.accepted_at) as named_at,
    arg_min(mails.message_key, mails.accepted_at) as message_key,
    min(parcels.shipment_id) as shipment_id,
    min(clocks.left_at) as left_at
from shared
inner join staging.shipments as parcels using (shop, number_key)
inner join facts.parcels_in_mails as matched using (shop, shipment_id)
inner join facts.order_mails as mails using (shop, message_key)
inner join facts.parcel_clocks as clocks using (shop, shipment_id)
where matched.is_named and mails.is_archived
group by parcels.shop, parcels.order_id, parcels.number_key
