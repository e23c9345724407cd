-- Which mails must exist for each order, from which clock, and who sends them?
-- grain: one row per order, kind of mail, and day on which it was placed or a parcel of it left
-- key: shop, order_id, mail_kind, local_day
with days as (
    select shop, order_id, local_day from facts.order_days
    union
    select shop, order_id, local_day from facts.parcel_clocks
),

cases as (
    select
        days.shop,
        days.order_id,
        days.local_day,
        orders.channel,
        orders.payment_method,
        orders.fulfilment,
        case
            when orders.is_test then 'test'
            when orders.is_imported then 'imported'
            when orders.is_in_store then 'in_store'
        end as order_reason
    from days
    inner join staging.orders as orders using (shop, order_id)
)

select
    cases.shop,
    cases.order_id,
    expected.mail_kind,
    cases.local_day,
    expected.clock,
    case
        when cases.order_reason is not null then cases.order_reason
        when expected.sender <> 'shop' then coalesce(expected.reason, 'sent_by_' || expected.sender)
    end as excluded_reason
from cases
inner join seeds.expectations as expected
    on
        expected.shop in ('*', cases.shop)
        and lower(expected.channel) in ('*', lower(cases.channel))
        and lower(expected.payment_method) in ('*', lower(cases.payment_method))
        and lower(expected.fulfilment) in ('*', lower(cases.fulfilment))
        and expected.valid_from_day <= cases.local_day
-- the row that says most about the order wins, then the youngest
qualify row_number() over (
    partition by cases.shop, cases.order_id, expected.mail_kind, cases.local_day
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
