-- TRACKING_MISMATCH: The tracking number in the mail is none of the order's.
-- needs: shipments with tracking numbers, archive of sent mail
-- owner: shipping
-- do: Send the right number, and correct what fills it.
-- version: 1
with found as ( -- what one mail says of several parcels is one finding
    select *
    from private.tracking_checks
    where not is_of_order
    qualify row_number() over (partition by message_key order by shipment_id) = 1
)

select
    'mail ' || found.message_key || ' tracking_number' as identity,
    found.shop,
    found.order_id,
    found.shipment_id,
    found.message_key,
    cast(null as varchar) as wait_id,
    'critical' as severity,
    'tracking_number' as field,
    'a number of the order''s parcels' as expected,
    'another number' as observed,
    'the tracking number in the text of the mail' as evidence,
    array_to_string(found.numbers, ', ') as expected_value,
    found.number as observed_value,
    left(found.number, 200) as span,
    records.sent_at as found_at
from found
inner join private.mail_records as records using (message_key)
