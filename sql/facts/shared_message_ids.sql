-- Which Message-IDs do several mails bear, or several messages in tickets?
-- grain: one row per such Message-ID of a shop, as a number
-- key: bears
select bears, count(*) as bearers
from (
    select number_in(coalesce(shop, ''), message_id) as bears
    from staging.messages
    where message_id <> '' and list_contains(flags, 'message_id_conflict')
    union all
    select number_in(coalesce(shop, ''), message_id) as bears
    from staging.tickets
    where message_id <> '' and is_message
) as borne
group by bears
having count(*) > 1
