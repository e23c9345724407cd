-- PROMISE_PASSED: What was promised did not happen, and nobody told the customer.
-- needs: orders, shipments
-- owner: order processing
-- do: Find the goods, and write to the customer when they will come.
-- version: 1
with answered as ( -- a person has written to the customer since
    select shop, order_id, max(happened_at) as answered_at
    from facts.messages
    where is_human and order_id is not null
    group by shop, order_id
)

select
    concat_ws(' ', 'promise', made.kind, made.order_id, made.shipment_id, made.line_id)
        as identity,
    made.shop,
    made.order_id,
    made.shipment_id,
    made.message_key,
    cast(null as varchar) as wait_id,
    'critical' as severity,
    case made.kind when 'ship' then 'shipping' else 'delivery' end as field,
    'by ' || strftime(made.until_at, '%Y-%m-%d %H:%M:%S UTC') as expected,
    'not until ' || strftime(made.judged_until_at, '%Y-%m-%d %H:%M:%S UTC') as observed,
    'promised in the ' || replace(made.made_in, '_', ' ') || '; all parcels read until then'
        as evidence,
    made.until_at as found_at
from facts.promises as made
left join answered using (shop, order_id)
where
    made.verdict = 'broken'
    and made.happened_at is null
    and made.superseded_by is null -- the last word on it, so that it is found once
    and coalesce(answered.answered_at <= made.until_at, true)
