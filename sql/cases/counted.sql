-- Out of what is each error counted: mails, orders, parcels, inquiries or versions of templates?
-- grain: one row per thing that a finding may be about
-- key: counted, shop, item_key
-- Not judged is what nobody could read or what is not due yet: no proof that an error is gone.
select
    'mails' as counted,
    mails.shop,
    mails.message_key as item_key,
    coalesce(
        case when contents.how in ('template', 'default') then contents.template end,
        contents.kind,
        mails.kind
    ) as template,
    case when contents.how in ('template', 'default') then contents.version end as version,
    coalesce(taken.accepted_at, mails.happened_at) as happened_at,
    coalesce(contents.how <> 'unread', mails.is_human) as is_judged
from facts.messages as mails
left join facts.mail_contents as contents using (message_key)
left join facts.order_mails as taken using (message_key)
where mails.direction = 'outgoing'
union all by name
select
    'orders' as counted,
    shop,
    order_id as item_key,
    placed_at as happened_at,
    verdict not in ('excluded', 'waiting', 'unknown') as is_judged
from facts.order_confirmations
union all by name
select
    'parcels' as counted,
    shop,
    shipment_id as item_key,
    shipped_at as happened_at,
    verdict not in ('excluded', 'waiting', 'unknown') as is_judged
from facts.shipping_notices
union all by name
select
    'inquiries' as counted,
    shop,
    wait_id as item_key,
    started_at as happened_at,
    not_counted_reason is null and outcome not in ('open', 'due_soon', 'unknown') as is_judged
from facts.waits
union all by name
select
    'versions' as counted,
    shop,
    template || ' ' || version as item_key,
    template,
    version,
    first_sent_at as happened_at,
    true as is_judged
from facts.template_uses
