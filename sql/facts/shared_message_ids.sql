-- Which Message-IDs do several mails bear, or several messages in tickets?
-- grain: one row per shop and such Message-ID
-- key: shop, message_id
select shop, message_id, count(*) as bearers
from (
    select coalesce(shop, '') as shop, message_id
    from staging.messages
    where message_id <> '' and list_contains(flags, 'message_id_conflict')
    union all
    select coalesce(shop, '') as shop, message_id
    from staging.tickets
    where message_id <> '' and is_message
) as borne
group by shop, message_id
having count(*) > 1
