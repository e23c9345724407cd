-- Is each order mail that was sent free of critical and major faults?
-- grain: one row per archived automated mail about an order
-- key: message_key
-- When a mail came, and whether it came through, is judged elsewhere: here counts what it says.
with faults as (
    select
        message_key,
        count(*) filter (where severity in ('critical', 'major')) as faults,
        count(*) as findings,
        count(*) filter (where rule = 'TEMPLATE_DRIFT') as drifts
    from cases.findings
    where
        message_key is not null
        and is_error -- not what people said is none
        and rule not in (
            'CONF_LATE', 'SHIP_LATE', 'SHIP_TOO_EARLY', 'WRONG_SEQUENCE', 'BOUNCED', 'WAIT_OVERDUE'
        )
    group by message_key
)

select
    mails.shop,
    mails.message_key,
    mails.order_id,
    mails.kind,
    mails.template,
    mails.version,
    mails.accepted_at as sent_at,
    orders.channel,
    orders.locale,
    mails.how,
    coalesce(faults.findings, 0) as findings,
    case
        when faults.faults > 0 then 'faulty'
        when mails.how = 'unread' then 'unknown'
        else 'clean'
    end as verdict
from facts.judged_mails as mails
left join faults using (message_key)
left join staging.orders as orders
    on orders.shop = mails.shop and orders.order_id = mails.order_id
