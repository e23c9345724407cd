-- ETA_IMPLAUSIBLE: The mail states a day of delivery that cannot be.
-- needs: archive of sent mail; shipments, for the day of leaving; orders, for the country
-- owner: shipping
-- do: Tell the customer the right day, and correct what fills the date.
-- version: 1
with found as ( -- a mail about several parcels is one finding
    select
        message_key,
        min(shipment_id) as shipment_id,
        min(fault) as fault,
        any_value(last_day) as last_day,
        any_value(value) as value
    from private.date_checks
    where fault is not null and kind in ('shipping_notice', 'delay_notice')
    group by message_key
)

select
    'mail ' || found.message_key || ' delivery_date' as identity,
    records.shop,
    records.order_id,
    found.shipment_id,
    found.message_key,
    cast(null as varchar) as wait_id,
    'major' as severity,
    'delivery_date' as field,
    'a day on which the parcel can come' as expected,
    case found.fault
        when 'end_before_start' then 'the end lies before the start'
        when 'past' then 'a day before the mail'
        when 'before_shipping' then 'a day before the parcel left'
        when 'too_far' then 'more than 60 days after the mail'
        else 'a public holiday'
    end as observed,
    coalesce(strftime(found.last_day, '%Y-%m-%d'), 'no day') as evidence,
    found.value as observed_value,
    left(found.value, 200) as span,
    replace(found.fault, '_', ' ') as cause,
    records.sent_at as found_at
from found
inner join private.mail_records as records using (message_key)
inner join private.mail_values as said using (message_key)
where not said.is_truncated
