-- Which clock, with how many seconds, holds for what is asked at a moment, and how long open then?
-- grain: one row per shop, channel by which somebody asked, and open or closed piece of a day
-- key: shop, asked_by, from_at
select
    hours.shop, terms.asked_by, hours.utc_day, hours.from_at, hours.until_at,
    hours.is_open, hours.open_seconds_before,
    terms.clock, terms.target_seconds, terms.soon_after_seconds, terms.escalation_seconds
from steps.open_hours as hours
inner join steps.calendar as calendar
    on
        hours.shop = calendar.shop
        and hours.utc_day = calendar.utc_day
        and hours.from_at >= calendar.from_at
        and hours.from_at < calendar.until_at
inner join facts.reply_terms as terms
    on
        hours.shop = terms.shop
        and calendar.local_day >= terms.valid_from_day
        and calendar.local_day < terms.valid_until_day
