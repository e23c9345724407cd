-- WRONG_SEQUENCE: The customer heard of the shipping before the order was confirmed.
-- needs: orders, archive of sent mail
-- owner: order processing
-- do: Find out what held the confirmation up; a shipping mail must wait for it.
-- version: 1
with firsts as (
    select shop, order_id, message_key, accepted_at, is_archived
    from facts.order_mails
    where kind = 'shipping_notice'
    qualify row_number() over (
        partition by shop, order_id order by accepted_at, message_key
    ) = 1
)

select
    'mail ' || firsts.message_key || ' order_confirmation' as identity,
    firsts.shop,
    firsts.order_id,
    null::varchar as shipment_id,
    firsts.message_key,
    null::varchar as wait_id,
    'major' as severity,
    'order_confirmation' as field,
    'a confirmation before the shipping mail' as expected,
    case when orders.verdict = 'missing' then 'none' else 'only afterwards' end as observed,
    'all copies of sent mail' as evidence,
    case
        when orders.verdict = 'missing' then greatest(firsts.accepted_at, orders.missing_after_at)
        else firsts.accepted_at
    end as found_at
from firsts
inner join facts.order_confirmations as orders using (shop, order_id)
where
    firsts.is_archived
    and (
        orders.verdict = 'missing'
        or (
            orders.verdict in ('on_time', 'late', 'implausible')
            and orders.confirmed_at >= firsts.accepted_at
        )
    )
