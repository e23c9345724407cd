-- CONF_MISSING: The customer got no confirmation of the order.
-- needs: orders, archive of sent mail
-- owner: order processing
-- do: Send the confirmation by hand and find out why the shop did not.
-- version: 1
select
    'order ' || order_id as identity,
    shop,
    order_id,
    null::varchar as shipment_id,
    null::varchar as message_key,
    null::varchar as wait_id,
    'critical' as severity,
    'order_confirmation' as field,
    'by ' || strftime(due_at, '%Y-%m-%d %H:%M:%S UTC') as expected,
    'none until ' || strftime(judged_until_at, '%Y-%m-%d %H:%M:%S UTC') as observed,
    'all copies of sent mail read until then' as evidence,
    missing_after_at as found_at
from facts.order_confirmations
where verdict = 'missing'
