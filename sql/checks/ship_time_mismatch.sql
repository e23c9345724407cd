-- SHIP_TIME_MISMATCH: The confirmation promises another shipping day than the order's record.
-- needs: orders with the day to ship by, or shipping_promises of the shop; archive of sent mail
-- owner: order processing
-- do: Correct the promise in the template, or the terms of the shipping method.
-- version: 1
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
from private.promised_shipping as promised
inner join private.mail_values as said using (message_key)
inner join private.stated_days as stated
    on
        stated.shop = said.shop
        and stated.local_day = said.local_day
        and stated.value = said.shipping_time
where
    not said.is_truncated
    and stated.last_day <> promised.ship_by_day
    -- so many working days: from which day on, who orders about midnight counts otherwise
    and not (
        regexp_matches(lower(said.shipping_time), '(days|tage|jours|días|dagen|giorni)')
        and stated.last_day between promised.ship_by_day - 1 and promised.ship_by_day + 1
        and stated.from_day is distinct from stated.last_day
    )
    -- many shops say there when it will arrive
    and stated.last_day is distinct from promised.deliver_by_day
