-- ADDRESS_MISMATCH: The mail states another delivery address than the order.
-- needs: orders with the delivery address, archive of sent mail
-- owner: order processing
-- do: Check where the parcel goes, tell the customer, and correct what fills the template.
-- version: 1
select
    'mail ' || found.message_key || ' address' as identity,
    records.shop,
    records.order_id,
    cast(null as varchar) as shipment_id,
    found.message_key,
    cast(null as varchar) as wait_id,
    case
        when theirs.message_key is not null then 'critical'
        when found.outcome = 'wording' then 'minor'
        else 'critical'
    end as severity,
    'address' as field,
    'the address of the order' as expected,
    case
        when theirs.message_key is not null then 'the address of another customer'
        when found.outcome = 'wording' then 'other words'
        when found.outcome = 'street_number' then 'another house number'
        else 'another ' || found.outcome
    end as observed,
    'the address in the mail; abbreviations count as equal' as evidence,
    found.expected_value,
    found.observed_value,
    found.span,
    records.sent_at as found_at
from private.value_checks as found
inner join private.mail_records as records using (message_key)
left join private.foreign_values as theirs
    on theirs.message_key = found.message_key and theirs.field = found.field
where found.field = 'address'
