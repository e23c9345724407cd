-- CARRIER_MISMATCH: Carrier, number and link in the mail do not go together.
-- needs: shipments with carriers, archive of sent mail
-- owner: shipping
-- do: Tell the customer who brings the parcel, and correct what fills the carrier.
-- version: 1
with found as ( -- what one mail says of several parcels is one finding
    select *
    from private.tracking_checks
    where is_carrier_wrong
    qualify row_number() over (partition by message_key order by shipment_id) = 1
)

select
    'mail ' || found.message_key || ' carrier' as identity,
    found.shop,
    found.order_id,
    found.shipment_id,
    found.message_key,
    cast(null as varchar) as wait_id,
    'major' as severity,
    'carrier' as field,
    coalesce('carrier ' || found.parcel_carrier, 'one carrier') as expected,
    case
        when found.told_carrier <> found.parcel_carrier then 'carrier ' || found.told_carrier
        when found.host_kind = 'other_carrier' then 'a link to another carrier'
        else 'a number of another carrier'
    end as observed,
    'carrier, number and link in the mail' as evidence,
    found.parcel_carrier as expected_value,
    case
        when found.told_carrier <> found.parcel_carrier then found.carrier
        when found.host_kind = 'other_carrier' then found.link_target
        else found.number
    end as observed_value,
    left(case
        when found.told_carrier <> found.parcel_carrier then found.carrier
        when found.host_kind = 'other_carrier' then found.link_target
        else found.number
    end, 200) as span,
    coalesce(found.parcel_carrier, found.carrier_key) as cause,
    records.sent_at as found_at
from found
inner join private.mail_records as records using (message_key)
