-- How near in time must two messages be to be one, and a rating to what it rates?
-- grain: one row per shop
-- key: shop
select
    shop,
    max(value_seconds) filter (where name = 'same_message_within') as same_message_seconds,
    max(value) filter (where name = 'same_message_within') as least_letters,
    max(value_seconds) filter (where name = 'feedback_within') as feedback_seconds
from staging.target_periods
-- these are no promises to customers: the newest holds for all time
where valid_until_day = date '9999-12-31' and shop <> 'all'
group by shop
