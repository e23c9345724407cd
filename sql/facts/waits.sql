-- How long did each customer wait for a human answer?
-- grain: one row per wait, answered or not
-- key: wait_id
select
    spans.wait_id,
    spans.shop,
    spans.conversation_id,
    coalesce(spans.order_id, asked.any_order_id) as order_id, -- a likely one is better than none
    coalesce(asked.customer_key, spans.customer_key) as customer_key,
    orders.channel,
    clocks.asked_by,
    answer.team,
    spans.started_at, spans.answered_at,
    seconds_between(spans.started_at, spans.answered_at) as wait_seconds,
    business.business_seconds,
    clocks.clock,
    clocks.target_seconds,
    clocks.due_at,
    clocks.due_soon_at,
    judged.judged_until_at,
    spans.is_first,
    asked.is_history,
    judged.has_bot_answer,
    spans.message_keys,
    spans.messages,
    answer.message_key as answered_by,
    topics.topic,
    topics.topic_confidence,
    judged.outcome,
    judged.queue,
    judged.not_counted_reason,
    escalations.escalated_at,
    escalations.verdict as escalation
from facts.wait_spans as spans
inner join facts.wait_clocks as clocks on spans.wait_id = clocks.wait_id
inner join facts.wait_outcomes as judged on spans.wait_id = judged.wait_id
inner join facts.inquiries as asked on spans.wait_id = asked.message_key
left join facts.wait_answers as answer on spans.wait_id = answer.wait_id
left join facts.wait_business_seconds as business on spans.wait_id = business.wait_id
left join facts.wait_escalations as escalations on spans.wait_id = escalations.wait_id
left join facts.wait_topics as topics on spans.wait_id = topics.wait_id
left join staging.orders as orders
    on spans.shop = orders.shop and orders.order_id = coalesce(spans.order_id, asked.any_order_id)
