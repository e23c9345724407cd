-- SHIP_LATE: The shipping mail came late after the parcel had left.
-- needs: shipments, archive of sent mail
-- owner: shipping
-- do: Find out what held the mail up: the export of tracking numbers, the shop's job or the queue.
-- version: 1
select
    'shipment ' || shipment_id as identity,
    shop,
    order_id,
    shipment_id,
    message_key,
    null::varchar as wait_id,
    'major' as severity,
    'shipping_notice' as field,
    'by ' || strftime(due_at, '%Y-%m-%d %H:%M:%S UTC') as expected,
    strftime(noticed_at, '%Y-%m-%d %H:%M:%S UTC') as observed,
    'taken by the first mail server' as evidence,
    noticed_at as found_at
from facts.shipping_notices
where verdict = 'late'
