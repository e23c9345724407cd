-- SHIP_TIME_MISMATCH: The confirmation promises another shipping day than the order's record.
-- needs: orders with the day to ship by, or shipping_promises of the shop; archive of sent mail
-- owner: order processing
-- do: Correct the promise in the template, or the terms of the shipping method.
-- version: 1
with promised as (
    select
        records.message_key,
        records.shop,
        records.order_id,
        records.sent_at,
        coalesce(days.local_day, terms.ship_by_day) as ship_by_day,
        days.local_day is not null as is_recorded
    from private.mail_records as records
    left join steps.calendar as days
        on
            days.shop = records.shop
            and days.utc_day = cast(records.ship_by_at as date)
            and records.ship_by_at >= days.from_at
            and records.ship_by_at < days.until_at
    left join steps.promised_ship_days as terms
        on
            terms.shop = records.shop
            and terms.order_id = records.order_id
            and terms.version = records.record_version
    where records.kind = 'order_confirmation'
)

select
    'mail ' || promised.message_key || ' shipping_time' as identity,
    promised.shop,
    promised.order_id,
    cast(null as varchar) as shipment_id,
    promised.message_key,
    cast(null as varchar) as wait_id,
    'major' as severity,
    'shipping_time' as field,
    strftime(promised.ship_by_day, '%Y-%m-%d') as expected,
    strftime(stated.last_day, '%Y-%m-%d') as observed,
    if(promised.is_recorded, 'the record of the order', 'the terms of the shipping method')
        as evidence,
    strftime(promised.ship_by_day, '%Y-%m-%d') as expected_value,
    said.shipping_time as observed_value,
    left(said.shipping_time, 200) as span,
    promised.sent_at as found_at
from promised
inner join private.mail_values as said using (message_key)
inner join private.stated_days as stated
    on
        stated.shop = said.shop
        and stated.local_day = said.local_day
        and stated.value = said.shipping_time
where not said.is_truncated and stated.last_day <> promised.ship_by_day
