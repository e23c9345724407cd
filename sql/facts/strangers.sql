-- Which mails came from somebody who never ordered, answer no mail of ours and name no order?
-- grain: one row per such mail
-- key: message_key
select unknown.message_key
from staging.unknown_senders as unknown
left join facts.named_orders as named using (message_key)
where named.message_key is null
