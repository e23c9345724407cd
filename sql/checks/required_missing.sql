-- REQUIRED_MISSING: The mail lacks something that the customer needs.
-- needs: archive of sent mail; orders, for the address; shipments, for tracking that no template asks for
-- owner: order processing
-- do: Send the missing facts and correct the template or the data that fills it.
-- version: 1
with missing as (
    select message_key, kind, unnest(fields) as field
    from private.missing_fields
)

select
    'mail ' || missing.message_key || ' ' || missing.field as identity,
    records.shop,
    records.order_id,
    parcels.shipment_id,
    missing.message_key,
    cast(null as varchar) as wait_id,
    if(
        missing.field in ('order_number', 'items', 'tracking_number', 'tracking_link'),
        'critical', 'major'
    ) as severity,
    missing.field,
    'present' as expected,
    'missing' as observed,
    'subject, text and links of the mail' as evidence,
    records.sent_at as found_at
from missing
inner join private.mail_records as records using (message_key)
left join (
    select message_key, min(shipment_id) as shipment_id
    from private.mail_parcels
    group by message_key
) as parcels on parcels.message_key = missing.message_key and missing.kind = 'shipping_notice'
where missing.field is not null
