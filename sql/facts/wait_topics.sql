-- What does each customer who waits want?
-- grain: one row per wait with a message whose topic is known
-- key: wait_id
-- The first message that tells it: "Hello?" before "it came broken" is no topic of its own.
select
    messages.wait_id,
    topics.topic,
    topics.confidence as topic_confidence,
    topics.topic_how,
    topics.needs_review as topic_needs_review,
    topics.message_key as topic_message_key
from facts.wait_messages as messages
inner join facts.message_topics as topics on messages.message_key = topics.message_key
where topics.topic is not null
qualify row_number() over (
    partition by messages.wait_id
    order by
        topics.topic in ('other_order', 'no_answer_needed', 'other'),
        messages.asked_at,
        messages.message_key
) = 1
