-- Which mails that came in were taken for no inquiry, so that a person can say otherwise?
-- grain: one row per such mail since the shop is live
-- key: message_key
select
    message_key,
    shop,
    kind,
    kind_reason,
    received_at,
    order_id,
    customer_key
from facts.messages
where direction = 'incoming' and kind <> 'inquiry' and not is_history
