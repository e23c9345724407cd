-- REQUIRED_MISSING: The shipping mail lacks the tracking number, the tracking link or the date.
-- needs: shipments, archive of sent mail
-- owner: shipping
-- do: Send the missing facts and correct the template or the data that fills it.
-- version: 1
with wanted as (
    select *
    from (values
        ('tracking_number', 'critical'), ('tracking_link', 'critical'), ('delivery_date', 'major')
    ) as t (field, severity)
),

sent as ( -- what one mail says of several parcels is one finding
    select
        mails.shop,
        mails.order_id,
        mails.message_key,
        min(mails.shipment_id) as shipment_id,
        min(mails.accepted_at) as accepted_at,
        bool_and(mails.has_number) as has_number,
        bool_and(mails.has_link) as has_link,
        bool_and(mails.has_date) as has_date
    from facts.shipment_mails as mails
    inner join facts.shipping_notices as notices using (shop, shipment_id)
    where mails.kind = 'shipping_notice' and notices.excluded_reason is null
    group by mails.shop, mails.order_id, mails.message_key
)

select
    'mail ' || sent.message_key || ' ' || wanted.field as identity,
    sent.shop,
    sent.order_id,
    sent.shipment_id,
    sent.message_key,
    null::varchar as wait_id,
    wanted.severity,
    wanted.field,
    'present' as expected,
    'missing' as observed,
    'text and links of the shipping mail' as evidence,
    sent.accepted_at as found_at
from sent
cross join wanted
where case wanted.field
    when 'tracking_number' then not sent.has_number
    when 'tracking_link' then not sent.has_link
    else not sent.has_date
end
