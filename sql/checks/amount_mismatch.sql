-- AMOUNT_MISMATCH: The mail states another total or currency than the order.
-- needs: orders with total and currency, archive of sent mail
-- owner: order processing
-- do: Tell the customer what is right, and correct what fills the total.
-- version: 1
select
    'mail ' || found.message_key || ' total' as identity,
    records.shop,
    records.order_id,
    cast(null as varchar) as shipment_id,
    found.message_key,
    cast(null as varchar) as wait_id,
    'major' as severity,
    'total' as field,
    'the total of the order' as expected,
    if(found.outcome = 'currency', 'another currency', 'another amount') as observed,
    'the total in the mail' as evidence,
    found.expected_value,
    found.observed_value,
    found.span,
    records.sent_at as found_at
from private.value_checks as found
inner join private.mail_records as records using (message_key)
where found.field = 'total' and found.outcome <> 'unread'
