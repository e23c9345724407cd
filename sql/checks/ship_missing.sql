-- SHIP_MISSING: The parcel left and the customer got no shipping mail.
-- needs: orders, shipments, archive of sent mail
-- owner: shipping
-- do: Send the shipping mail with tracking and find out why the shop did not.
-- version: 1
select
    'shipment ' || shipment_id as identity,
    shop,
    order_id,
    shipment_id,
    null::varchar as message_key,
    null::varchar as wait_id,
    'critical' as severity,
    'shipping_notice' as field,
    'by ' || strftime(due_at, '%Y-%m-%d %H:%M:%S UTC') as expected,
    'none until ' || strftime(judged_until_at, '%Y-%m-%d %H:%M:%S UTC') as observed,
    'all copies of sent mail read until then' as evidence,
    missing_after_at as found_at
from facts.shipping_notices
where verdict = 'missing'
