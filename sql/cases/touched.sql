-- Which customer does each finding touch, and did it happen before the shop was live?
-- grain: one row per finding of a rule
-- key: finding_id
select
    found.finding_id,
    coalesce(waits.customer_key, notices.customer_key, orders.customer_key, mails.customer_key)
        as customer_key,
    coalesce(
        waits.is_history, notices.is_history, orders.is_history, mails.is_history, false
    ) as is_history
from checks.all_findings as found
left join facts.waits as waits on found.wait_id = waits.wait_id
left join facts.messages as mails on found.message_key = mails.message_key
left join facts.shipping_notices as notices
    on found.shop = notices.shop and found.shipment_id = notices.shipment_id
left join facts.order_confirmations as orders
    on found.shop = orders.shop and found.order_id = orders.order_id
