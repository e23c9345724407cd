-- Every payment, cancellation, refund and edit of an order that somebody must tell has its verdict.
with begun as (
    select orders.shop, orders.order_id, kinds.mail_kind
    from staging.orders as orders
    inner join staging.expectation_periods as kinds
        on
            kinds.shop = orders.shop
            and kinds.channel = coalesce(lower(orders.channel), '')
            and kinds.payment_method = coalesce(lower(orders.payment_method), '')
            and kinds.fulfilment = coalesce(lower(orders.fulfilment), '')
    where case kinds.clock
        when 'paid' then orders.paid_at
        when 'cancelled' then orders.cancelled_at
        when 'refunded' then orders.refunded_at
        when 'edited' then orders.edited_at
    end >= cast(kinds.valid_from_day as timestamp) + interval 1 day
    and kinds.valid_until_day = date '9999-12-31'
    and kinds.mail_kind not in ('order_confirmation', 'shipping_notice')
)

select begun.shop, begun.order_id, begun.mail_kind
from begun
left join facts.order_notices as notices using (shop, order_id, mail_kind)
where notices.verdict is null
