-- LINK_HOST: The tracking link leads to a place that no customer should be sent to.
-- needs: archive of sent mail
-- owner: shipping
-- do: Correct the address of the tracking link in the template.
-- version: 1
with found as ( -- what one mail says of several parcels is one finding
    select *
    from private.tracking_checks
    where is_host_wrong
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
    'a page of the carrier or the shop' as expected,
    case found.host_kind
        when 'not_https' then 'a link without https'
        when 'ip' then 'a bare IP address'
        when 'local' then 'a host inside the house'
        when 'unknown_host' then 'a host nobody knows'
        else 'a ' || found.host_kind || ' host'
    end as observed,
    'the host of the tracking link' as evidence,
    cast(null as varchar) as expected_value,
    found.link_target as observed_value,
    left(found.link_target, 200) as span,
    lower(regexp_extract(found.link_target, '//(?:[^/?#@]*@)?([^/?#:]+)', 1)) as cause,
    records.sent_at as found_at
from found
inner join private.mail_records as records using (message_key)
