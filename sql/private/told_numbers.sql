-- What does each mail that can give tracking say of each parcel, as it stands there?
-- grain: one row per mail that can give tracking, and parcel; one without parcel if none is known
-- key: message_key, parcel
select
    said.message_key, said.shop, said.order_id, said.kind, said.tracking_number, said.tracking_link,
    said.link_target, said.carrier, said.delivery_date,
    nullif(upper(regexp_replace(said.tracking_number, '[^0-9A-Za-z]', '', 'g')), '')
        as slot_key,
    coalesce(parcels.shipment_id, '') as parcel,
    parcels.shipment_id,
    parcels.number_key as parcel_number,
    parcels.carrier_key as parcel_carrier
from private.mail_values as said
left join private.mail_parcels as parcels using (message_key)
where
    said.kind in ('shipping_notice', 'delivery_update', 'delay_notice')
    or concat(said.tracking_number, said.tracking_link, said.link_target) <> ''
