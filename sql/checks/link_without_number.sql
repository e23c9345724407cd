-- LINK_WITHOUT_NUMBER: The tracking link does not lead to the order's parcel.
-- needs: archive of sent mail; shipments with tracking numbers, unless the link leads nowhere
-- owner: shipping
-- do: Send a link that holds the number, and correct what fills it.
-- version: 1
with found as ( -- what one mail says of several parcels is one finding
    select *
    from private.tracking_checks
    where is_without_number
    qualify row_number() over (partition by message_key order by shipment_id) = 1
)

select
    'mail ' || found.message_key || ' tracking_link' as identity,
    found.shop,
    found.order_id,
    found.shipment_id,
    found.message_key,
    cast(null as varchar) as wait_id,
    'critical' as severity,
    'tracking_link' as field,
    'a link with a number of the order' as expected,
    if(found.host_kind is null or found.host_kind = 'no_link', 'no link', 'a link without it') as observed,
    'the target of the tracking link' as evidence,
    array_to_string(found.numbers, ', ') as expected_value,
    coalesce(found.link_target, found.tracking_link) as observed_value,
    left(coalesce(found.link_target, found.tracking_link), 200) as span,
    records.sent_at as found_at
from found
inner join private.mail_records as records using (message_key)
