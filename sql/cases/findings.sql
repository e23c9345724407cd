-- What was found wrong, in which order, mail or wait, and whom did it touch?
-- grain: one row per finding of a rule
-- key: finding_id
select
    found.finding_id,
    found.rule,
    rules.version as rule_version,
    found.severity,
    rules.owner,
    rules.sentence,
    rules.next_step,
    found.shop,
    found.order_id,
    found.shipment_id,
    found.message_key,
    found.wait_id,
    coalesce(waits.customer_key, notices.customer_key, orders.customer_key, mails.customer_key)
        as customer_key,
    mails.kind as template, -- until templates are known by name
    cast(null as varchar) as version,
    found.field,
    found.cause,
    found.expected,
    found.observed,
    found.evidence,
    -- Errors of one shape are one error: what differs from case to case is taken out.
    md5(concat_ws(
        '|', found.rule, found.shop, coalesce(mails.kind, ''), coalesce(found.field, ''),
        regexp_replace(lower(coalesce(found.observed, '')), '[0-9]+', '9', 'g')
    )) as fingerprint,
    found.found_at,
    coalesce(
        waits.is_history, notices.is_history, orders.is_history, mails.is_history, false
    ) as is_history
from checks.all_findings as found
inner join checks.rules as rules using (rule)
left join facts.waits as waits on found.wait_id = waits.wait_id
left join facts.messages as mails on found.message_key = mails.message_key
left join facts.shipping_notices as notices
    on found.shop = notices.shop and found.shipment_id = notices.shipment_id
left join facts.order_confirmations as orders
    on found.shop = orders.shop and found.order_id = orders.order_id
