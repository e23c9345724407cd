-- ITEMS_MISMATCH: The mail lists other goods than were ordered or sent.
-- needs: orders with their lines, archive of sent mail; shipments with their goods, where there are any
-- owner: order processing
-- do: Tell the customer what is right, and correct what fills the list.
-- version: 1
select
    'mail ' || found.message_key || ' items' as identity,
    records.shop,
    records.order_id,
    cast(null as varchar) as shipment_id,
    found.message_key,
    cast(null as varchar) as wait_id,
    if(found.outcome = 'wording', 'minor', 'critical') as severity,
    'items' as field,
    'the goods of the order or parcel' as expected,
    case found.outcome
        when 'absent' then 'a product is not listed'
        when 'extra' then 'a product too many is listed'
        when 'quantity' then 'another quantity'
        else 'other words for a product'
    end as observed,
    'the list of goods in the mail' as evidence,
    found.expected_value,
    found.observed_value,
    found.span,
    records.sent_at as found_at
from private.value_checks as found
inner join private.mail_records as records using (message_key)
where found.field = 'items'
