-- Which words does each customer's text hold that tell what it is about?
-- grain: one row per text of a customer
-- key: message_key
select *
from private.topic_signs_delivery
inner join private.topic_signs_order using (message_key)
inner join private.topic_signs_money using (message_key)
inner join private.topic_signs_goods using (message_key)
inner join private.topic_signs_shop using (message_key)
inner join private.topic_signs_talk using (message_key)
