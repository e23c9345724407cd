-- What stands in each slot of each automated mail?
-- grain: one row per mail and slot that its template or its labels have; '' = empty, null = gone
-- key: message_key, slot
select
    message_key,
    shop,
    unnest(slot_names) as slot,
    unnest(slot_values) as value,
    unnest(slot_html_values) as html_value
from private.mail_contents
