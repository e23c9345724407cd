-- TRACKING_FORMAT: The tracking number cannot be one of its carrier.
-- needs: shipments with tracking numbers and carriers, archive of sent mail
-- owner: shipping
-- do: Ask the warehouse for the right number, and mend its export.
-- version: 1
with found as ( -- what one mail says of several parcels is one finding
    select *
    from private.tracking_checks
    where format_wrong
    qualify row_number() over (partition by message_key order by shipment_id) = 1
)

select
    'mail ' || found.message_key || ' tracking_number' as identity,
    found.shop,
    found.order_id,
    found.shipment_id,
    found.message_key,
    cast(null as varchar) as wait_id,
    'major' as severity,
    'tracking_number' as field,
    'a number as its carrier gives it' as expected,
    case found.number_state
        when 'check_digit' then 'a wrong check digit'
        when 'mangled' then 'a number changed by a spreadsheet'
        else 'another format'
    end as observed,
    'the number is that of the record, or none that a record could hold' as evidence,
    found.carrier_key as expected_value,
    found.number as observed_value,
    left(found.number, 200) as span,
    concat_ws(' ', found.carrier_key, replace(found.number_state, '_', ' ')) as cause,
    records.sent_at as found_at
from found
inner join private.mail_records as records using (message_key)
