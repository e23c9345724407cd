-- To whom did each mail go, in the order of its header?
-- grain: one row per mail with addressees
-- key: message_key
select
    message_key,
    list(recipient_key order by position) as to_keys,
    arg_min(recipient_key, position) filter (where not is_own) as customer_key,
    count(case when not is_own then 1 end) as outsiders,
    bool_or(is_own) as has_own,
    min(own_shop) as own_shop
from staging.message_recipients
group by message_key
