-- What became of the order mails of each week on their way to the customers?
-- grain: one row per shop, week, kind of mail and state
-- key: shop, week_start_day, kind, state
select
    mails.shop,
    days.week_start_day,
    mails.kind,
    mails.delivery_state as state,
    count(*) as mails
from facts.order_mails as mails
inner join steps.calendar as days
    on
        days.shop = mails.shop
        and days.utc_day = cast(mails.accepted_at as date)
        and mails.accepted_at >= days.from_at
        and mails.accepted_at < days.until_at
group by mails.shop, days.week_start_day, mails.kind, mails.delivery_state
