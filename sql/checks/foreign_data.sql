-- FOREIGN_DATA: The mail shows data of another customer.
-- needs: orders, archive of sent mail; shipments, for tracking numbers
-- owner: order processing
-- do: Tell whoever is responsible for privacy, and stop what mixes the orders up.
-- version: 1
select
    'mail ' || found.message_key || ' ' || found.field as identity,
    records.shop,
    records.order_id,
    cast(null as varchar) as shipment_id,
    found.message_key,
    cast(null as varchar) as wait_id,
    'critical' as severity,
    found.field,
    'data of this order' as expected,
    'the ' || replace(found.field, '_', ' ') || ' of another customer' as observed,
    'exactly as on another customer''s order' as evidence,
    left(found.observed_value, 200) as observed_value,
    left(found.observed_value, 200) as span,
    records.sent_at as found_at
from private.foreign_values as found
inner join private.mail_records as records using (message_key)
