-- Which confirmations and shipping mails must exist for each order, and who sends them?
-- grain: one row per order and kind of mail, on the day it was placed or a parcel of it left
-- key: shop, order_id, mail_kind, local_day
with days as (
    select shop, order_id, 'order_confirmation' as mail_kind, local_day from facts.order_days
    union
    select shop, order_id, 'shipping_notice' as mail_kind, local_day from facts.parcel_clocks
)

select
    days.shop,
    days.order_id,
    days.mail_kind,
    days.local_day,
    expected.clock,
    coalesce(
        kept_out.excluded_reason,
        case when expected.sender <> 'shop'
            then coalesce(expected.reason, 'sent_by_' || expected.sender) end
    ) as excluded_reason
from days
inner join staging.orders as orders using (shop, order_id)
inner join staging.expectation_periods as expected
    on
        expected.shop = days.shop
        and expected.mail_kind = days.mail_kind
        and expected.channel = coalesce(lower(orders.channel), '')
        and expected.payment_method = coalesce(lower(orders.payment_method), '')
        and expected.fulfilment = coalesce(lower(orders.fulfilment), '')
        and expected.valid_from_day <= days.local_day
        and expected.valid_until_day > days.local_day
left join facts.orders_kept_out as kept_out
    on kept_out.shop = days.shop and kept_out.order_id = days.order_id
