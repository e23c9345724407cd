-- On which day of its shop was each order mail sent?
-- grain: one row per order mail
-- key: message_key
select
    mails.message_key,
    coalesce(days.local_day, cast(mails.accepted_at as date)) as local_day
from facts.order_mails as mails
left join steps.calendar as days
    on
        days.shop = mails.shop
        and days.utc_day = cast(mails.accepted_at as date)
        and mails.accepted_at >= days.from_at
        and mails.accepted_at < days.until_at
