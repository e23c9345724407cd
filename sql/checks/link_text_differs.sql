-- LINK_TEXT_DIFFERS: A link shows another address than it leads to, cannot be clicked, or ends too soon.
-- needs: archive of sent mail with its HTML part
-- owner: shipping
-- do: Correct the link in the template.
-- version: 1
select
    'mail ' || found.message_key || ' ' || found.field as identity,
    records.shop,
    records.order_id,
    cast(null as varchar) as shipment_id,
    found.message_key,
    cast(null as varchar) as wait_id,
    'major' as severity,
    found.field,
    case found.field
        when 'tracking_link' then 'a link to the address that it shows'
        when 'not_clickable' then 'a link that can be clicked'
        else 'a link that lives until the parcel comes'
    end as expected,
    case found.field
        when 'tracking_link' then 'a link to another address'
        when 'not_clickable' then 'an address without a link'
        else 'a link that ends before'
    end as observed,
    'the links of the HTML part' as evidence,
    found.expected_value,
    found.observed_value,
    left(found.observed_value, 200) as span,
    records.sent_at as found_at
from private.link_checks as found
inner join private.mail_records as records using (message_key)
