-- Did each order hold everything that its delivery needs when its confirmation was sent?
-- grain: one row per order
-- key: shop, order_id
with judged as (
    select
        orders.shop,
        orders.order_id,
        case when found.is_judgeable then found.missing_fields else '' end as missing_fields,
        orders.verified_at,
        seconds_between(orders.placed_at, orders.verified_at) as verify_seconds,
        confirmed.sent_at,
        case
            when kept_out.order_id is not null then 'excluded'
            when not coalesce(found.is_judgeable, false) then 'unknown'
            when found.missing_fields = '' then 'verified'
            else 'incomplete'
        end as verdict
    from staging.orders as orders
    inner join facts.order_completeness as found using (shop, order_id)
    left join facts.order_confirmations as confirmed using (shop, order_id)
    left join facts.orders_kept_out as kept_out using (shop, order_id)
)

select
    shop,
    order_id,
    case verdict when 'verified' then true when 'incomplete' then false end as is_complete,
    missing_fields,
    verified_at,
    verify_seconds,
    -- a confirmation that came back was sent, too
    verdict = 'incomplete' and sent_at is not null as confirmed_incomplete,
    verdict
from judged
