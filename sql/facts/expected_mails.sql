-- Which mails must exist for each order, from which clock, and who sends them?
-- grain: one row per order and kind of mail that the expectations speak of
-- key: shop, order_id, mail_kind
with placed as (
    select
        orders.shop,
        orders.order_id,
        orders.channel,
        orders.payment_method,
        orders.fulfilment,
        case
            when orders.is_test then 'test'
            when orders.is_imported then 'imported'
            when orders.is_in_store then 'in_store'
        end as order_reason,
        coalesce(days.local_day, cast(orders.placed_at as date), date '9999-12-30') as local_day
    from staging.orders as orders
    left join steps.calendar as days
        on
            days.shop = orders.shop
            and days.utc_day = cast(orders.placed_at as date)
            and orders.placed_at >= days.from_at
            and orders.placed_at < days.until_at
)

select
    placed.shop,
    placed.order_id,
    expected.mail_kind,
    expected.clock,
    placed.local_day,
    case
        when placed.order_reason is not null then placed.order_reason
        when expected.sender <> 'shop' then coalesce(expected.reason, 'sent_by_' || expected.sender)
    end as excluded_reason
from placed
inner join seeds.expectations as expected
    on
        expected.shop in ('*', placed.shop)
        and expected.channel in ('*', lower(placed.channel))
        and expected.payment_method in ('*', lower(placed.payment_method))
        and expected.fulfilment in ('*', lower(placed.fulfilment))
        and expected.valid_from_day <= placed.local_day
-- the row that says most about the order wins, then the youngest
qualify row_number() over (
    partition by placed.shop, placed.order_id, expected.mail_kind
    order by
        (expected.shop <> '*')::integer
        + (expected.channel <> '*')::integer
        + (expected.payment_method <> '*')::integer
        + (expected.fulfilment <> '*')::integer desc,
        expected.valid_from_day desc,
        expected.shop desc,
        expected.channel desc,
        expected.fulfilment desc
) = 1
