-- CONF_LATE: The confirmation of the order came late.
-- needs: orders, archive of sent mail
-- owner: order processing
-- do: Find out what held the mail up: the shop's job, the mail queue or the provider.
-- version: 1
select
    'order ' || order_id as identity,
    shop,
    order_id,
    null::varchar as shipment_id,
    message_key,
    null::varchar as wait_id,
    case when confirmed_at > critical_after_at then 'critical' else 'major' end as severity,
    'order_confirmation' as field,
    'by ' || strftime(due_at, '%Y-%m-%d %H:%M:%S UTC') as expected,
    strftime(confirmed_at, '%Y-%m-%d %H:%M:%S UTC') as observed,
    'taken by the first mail server' as evidence,
    confirmed_at as found_at
from facts.order_confirmations
where verdict = 'late'
