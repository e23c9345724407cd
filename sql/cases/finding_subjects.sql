-- What is each finding about, whom does it touch, did it happen before the shop was live?
-- grain: one row per finding of a rule
-- key: finding_id
with sorted as ( -- a mail beside an order or a parcel is only a witness
    select
        *,
        case
            when wait_id is not null then 'inquiries'
            when template is not null then 'versions'
            when regexp_matches(identity, '^(order|promise) ') then 'orders'
            when starts_with(identity, 'shipment ') then 'parcels'
            when message_key is not null then 'mails'
            when shipment_id is not null then 'parcels'
            else 'orders'
        end as counted
    from checks.all_findings
)

select
    found.finding_id,
    found.counted,
    case found.counted
        when 'inquiries' then found.wait_id
        when 'versions' then found.template || ' ' || found.version
        when 'orders' then found.order_id
        when 'parcels' then found.shipment_id
        else found.message_key
    end as item_key,
    coalesce(waits.customer_key, notices.customer_key, orders.customer_key, mails.customer_key)
        as customer_key,
    coalesce(
        waits.is_history, notices.is_history, orders.is_history, mails.is_history, false
    ) as is_history
from sorted as found
left join facts.waits as waits on found.wait_id = waits.wait_id
left join facts.messages as mails on found.message_key = mails.message_key
left join facts.shipping_notices as notices
    on found.shop = notices.shop and found.shipment_id = notices.shipment_id
left join facts.order_confirmations as orders
    on found.shop = orders.shop and found.order_id = orders.order_id
