-- Every finding points at an order, a parcel, a mail or a wait, and each of them exists.
select findings.finding_id, findings.rule
from cases.findings as findings
left join staging.orders as orders
    on findings.shop = orders.shop and findings.order_id = orders.order_id
left join staging.shipments as shipments
    on findings.shop = shipments.shop and findings.shipment_id = shipments.shipment_id
left join facts.messages as mails on findings.message_key = mails.message_key
left join facts.waits as waits on findings.wait_id = waits.wait_id
where
    coalesce(
        findings.order_id, findings.shipment_id, findings.message_key, findings.wait_id
    ) is null
    or (findings.message_key is not null and mails.message_key is null)
    or (findings.wait_id is not null and waits.wait_id is null)
    or (findings.shipment_id is not null and shipments.shipment_id is null)
    or (
        findings.order_id is not null
        and findings.shipment_id is null
        and findings.message_key is null
        and findings.wait_id is null
        and orders.order_id is null
    )
