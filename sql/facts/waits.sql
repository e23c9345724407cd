-- How long did each customer wait for a human answer?
-- grain: one row per wait, answered or not
-- key: wait_id
select
    spans.wait_id,
    spans.shop,
    spans.conversation_id,
    coalesce(spans.order_id, asked.any_order_id) as order_id, -- a likely one is better than none
    spans.customer_key,
    orders.channel,
    answer.team,
    spans.started_at, spans.answered_at,
    seconds_between(spans.started_at, spans.answered_at) as wait_seconds,
    business.business_seconds,
    clocks.target_seconds, clocks.due_at,
    seen.judged_until_at,
    spans.is_first,
    asked.is_history,
    coalesce(spans.bot_at < coalesce(spans.ended_at, timestamp '9999-12-31'), false)
        as has_bot_answer,
    spans.message_keys, spans.messages,
    answer.message_key as answered_by,
    topics.topic, topics.topic_confidence,
    case -- judged at what we have read, not at now(): a stalled ingest accuses nobody
        when spans.is_elsewhere then 'answered_elsewhere'
        when spans.ended_by = 'answer' and spans.answered_at <= clocks.late_after_at then 'in_time'
        when spans.ended_by = 'answer' then 'late'
        when spans.ended_by = 'unseen' then 'answered_unseen'
        when seen.judged_until_at is null or seen.judged_from_at is null then 'unknown'
        when spans.started_at < seen.judged_from_at then 'unknown'
        when seen.judged_until_at > clocks.due_at and doubts.wait_id is not null then 'unknown'
        when seen.judged_until_at > clocks.due_at and closings.wait_id is not null
            then 'closed_unanswered'
        when seen.judged_until_at > clocks.due_at then 'overdue'
        when seen.present_at > clocks.due_at then 'unknown'
        when spans.bot_at is not null then 'bot'
        when seen.judged_until_at >= clocks.due_soon_at then 'due_soon'
        else 'open'
    end as outcome,
    case -- on the list of those who still wait; neither a bot nor closing takes anybody off
        when outcome in ('overdue', 'due_soon', 'open') then outcome
        when outcome = 'closed_unanswered' then 'overdue'
        when outcome = 'bot' and seen.judged_until_at >= clocks.due_soon_at then 'due_soon'
        when outcome = 'bot' then 'open'
    end as queue,
    case
        when spans.is_decided then 'no_answer_needed'
        when answer.sent_at < spans.started_at then 'negative_latency' -- a clock was wrong
    end as not_counted_reason
from facts.wait_spans as spans
inner join facts.wait_clocks as clocks on spans.wait_id = clocks.wait_id
inner join facts.inquiries as asked on spans.wait_id = asked.message_key
left join facts.wait_answers as answer on spans.wait_id = answer.wait_id
left join facts.wait_doubts as doubts on spans.wait_id = doubts.wait_id
left join facts.wait_closings as closings on spans.wait_id = closings.wait_id
left join facts.wait_topics as topics on spans.wait_id = topics.wait_id
left join facts.reply_coverage as seen on spans.shop = seen.shop
left join staging.orders as orders
    on spans.shop = orders.shop and orders.order_id = coalesce(spans.order_id, asked.any_order_id)
left join facts.wait_business_seconds as business on spans.wait_id = business.wait_id
