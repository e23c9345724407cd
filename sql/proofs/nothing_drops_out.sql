-- Every order has a confirmation and a verification verdict, every parcel and every mail its row.
select 'order' as thing, orders.shop, orders.order_id as id
from staging.orders as orders
left join facts.order_confirmations as confirmed using (shop, order_id)
left join facts.order_verifications as verified using (shop, order_id)
where confirmed.verdict is null or verified.verdict is null
union all
select 'parcel' as thing, parcels.shop, parcels.shipment_id as id
from staging.shipments as parcels
left join facts.shipping_notices as notices using (shop, shipment_id)
where notices.verdict is null
union all
select 'mail' as thing, mails.shop, mails.message_key as id
from staging.messages as mails
left join facts.messages as judged using (message_key)
where judged.kind is null
