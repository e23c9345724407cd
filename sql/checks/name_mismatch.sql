-- NAME_MISMATCH: The mail names another person than the order does.
-- needs: orders with the customer's name, archive of sent mail
-- owner: order processing
-- do: Write to the customer, and correct where the template takes the name from.
-- version: 1
select
    'mail ' || found.message_key || ' customer_name' as identity,
    records.shop,
    records.order_id,
    cast(null as varchar) as shipment_id,
    found.message_key,
    cast(null as varchar) as wait_id,
    if(theirs.message_key is not null, 'critical', 'major') as severity,
    'customer_name' as field,
    'the name on the order' as expected,
    if(theirs.message_key is not null, 'the name of another customer', 'another name') as observed,
    'the name in the mail, without titles' as evidence,
    found.expected_value,
    found.observed_value,
    found.span,
    records.sent_at as found_at
from private.value_checks as found
inner join private.mail_records as records using (message_key)
left join private.foreign_values as theirs
    on theirs.message_key = found.message_key and theirs.field = found.field
where found.field = 'customer_name'
