-- ETA_MISMATCH: The shipping mail states another day of delivery than the parcel's record.
-- needs: shipments with the promised day, archive of sent mail
-- owner: shipping
-- do: Tell the customer the right day, and correct what fills the date.
-- version: 1
with compared as ( -- a mail about several parcels is right if it is so for one of them
    select
        message_key,
        min(shipment_id) as shipment_id,
        min(promised_day) as promised_day,
        any_value(last_day) as last_day,
        any_value(value) as value,
        bool_or(fault is not null) as is_implausible,
        bool_and(
            last_day > promised_day + interval 1 day or last_day < promised_day - interval 1 day
        ) as is_off
    from private.date_checks
    where kind = 'shipping_notice' and promised_day is not null
    group by message_key
)

select
    'mail ' || compared.message_key || ' delivery_date' as identity,
    records.shop,
    records.order_id,
    compared.shipment_id,
    compared.message_key,
    cast(null as varchar) as wait_id,
    'major' as severity,
    'delivery_date' as field,
    strftime(compared.promised_day, '%Y-%m-%d') as expected,
    strftime(compared.last_day, '%Y-%m-%d') as observed,
    'more than a day from the record of the parcel' as evidence,
    strftime(compared.promised_day, '%Y-%m-%d') as expected_value,
    compared.value as observed_value,
    left(compared.value, 200) as span,
    records.sent_at as found_at
from compared
inner join private.mail_records as records using (message_key)
inner join private.mail_values as said using (message_key)
where compared.is_off and not compared.is_implausible and not said.is_truncated
