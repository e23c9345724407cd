-- Which mails does each kind of order need on which days, from which clock, and who sends them?
-- grain: one row per shop, way of buying, kind of mail and span of days without a change
-- key: shop, channel, payment_method, fulfilment, mail_kind, valid_from_day
with ways as ( -- of buying: few, however many orders there are
    select distinct
        shop,
        coalesce(lower(channel), '') as channel,
        coalesce(lower(payment_method), '') as payment_method,
        coalesce(lower(fulfilment), '') as fulfilment
    from staging.orders
),

fitting as (
    select
        ways.*,
        expected.mail_kind,
        expected.valid_from_day,
        expected.clock,
        expected.sender,
        expected.reason,
        (expected.shop <> '*')::integer
        + (expected.channel <> '*')::integer
        + (expected.payment_method <> '*')::integer
        + (expected.fulfilment <> '*')::integer as said,
        concat_ws('|', expected.shop, expected.channel, expected.fulfilment) as said_of
    from ways
    inner join seeds.expectations as expected
        on
            expected.shop in ('*', ways.shop)
            and lower(expected.channel) in ('*', ways.channel)
            and lower(expected.payment_method) in ('*', ways.payment_method)
            and lower(expected.fulfilment) in ('*', ways.fulfilment)
),

changes as (
    select distinct shop, channel, payment_method, fulfilment, mail_kind, valid_from_day
    from fitting
),

chosen as ( -- the row that says most about the order wins, then the youngest
    select fitting.* exclude (valid_from_day, said, said_of), changes.valid_from_day
    from changes
    inner join fitting using (shop, channel, payment_method, fulfilment, mail_kind)
    where fitting.valid_from_day <= changes.valid_from_day
    qualify row_number() over (
        partition by
            changes.shop, changes.channel, changes.payment_method, changes.fulfilment,
            changes.mail_kind, changes.valid_from_day
        order by fitting.said desc, fitting.valid_from_day desc, fitting.said_of desc
    ) = 1
)

select
    *,
    coalesce(lead(valid_from_day) over (
        partition by shop, channel, payment_method, fulfilment, mail_kind order by valid_from_day
    ), date '9999-12-31') as valid_until_day
from chosen
