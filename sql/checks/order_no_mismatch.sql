-- ORDER_NO_MISMATCH: The mail states another order's number.
-- needs: orders, archive of sent mail
-- owner: order processing
-- do: Send the right mail, and correct what fills the order number.
-- version: 1
select
    'mail ' || found.message_key || ' order_number' as identity,
    found.shop,
    found.order_id,
    cast(null as varchar) as shipment_id,
    found.message_key,
    cast(null as varchar) as wait_id,
    'critical' as severity,
    'order_number' as field,
    'the number of the order' as expected,
    'another number' as observed,
    'the order number in the text of the mail' as evidence,
    found.order_id as expected_value,
    found.observed_value,
    left(found.observed_value, 200) as span,
    found.sent_at as found_at
from private.other_order_numbers as found
