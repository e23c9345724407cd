-- Which mails are about which topic, and of which should a person say so?
-- grain: one row per customer's message with a topic
-- key: message_key
select
    topics.message_key,
    coalesce(mails.shop, tickets.shop) as shop,
    coalesce(mails.order_id, tickets.order_id) as order_id,
    coalesce(mails.happened_at, tickets.happened_at) as happened_at,
    topics.topic,
    topics.topic_how,
    topics.confidence,
    topics.model_topic,
    topics.needs_review
from facts.message_topics as topics
left join facts.messages as mails on topics.message_key = mails.message_key
left join facts.ticket_messages as tickets on topics.message_key = tickets.message_key
