-- SPLIT_SHIPMENT_GAP: Of an order in several parcels the customer cannot tell what comes when.
-- needs: shipments, archive of sent mail; titles of the goods for what a mail covers
-- owner: shipping
-- do: Send one shipping mail for each parcel, and let each say which goods it covers.
-- version: 1
with told as (
    select
        mails.shop, mails.order_id, mails.message_key,
        greatest(mails.accepted_at, orders.last_left_at) as found_at,
        ' ' || folded(texts.text) || ' ' as words, ' ' || folded(lines.title) || ' ' as title
    from private.nameless_mails as asked
    inner join facts.order_mails as mails using (message_key)
    inner join facts.split_orders as orders using (shop, order_id)
    inner join private.messages as texts using (message_key)
    inner join (select distinct shop, order_id, title from staging.order_item_versions) as lines
        using (shop, order_id)
),

faults as (
    select
        'order ' || order_id || ' parcels' as identity, shop, order_id,
        cast(null as varchar) as message_key, 'parcels' as field,
        'a shipping mail for each parcel' as expected,
        missing || ' of ' || parcels || ' parcels without one' as observed,
        greatest(first_noticed_at, missed_at) as found_at
    from facts.split_orders
    where announced > 0 and missing > 0
    union all
    select
        'mail ' || message_key || ' items' as identity, shop, order_id,
        message_key, 'items' as field,
        'which goods the parcel holds' as expected,
        'none of the order named' as observed, found_at
    from told
    where title <> '  ' and words <> '  ' -- an empty mail has another fault
    group by shop, order_id, message_key, found_at
    having not bool_or(contains(words, title))
)

select
    identity, shop, order_id, null::varchar as shipment_id, message_key,
    null::varchar as wait_id, 'major' as severity, field, expected, observed,
    'parcels of the order and its shipping mails' as evidence, found_at
from faults
