-- To which wait does each customer message belong?
-- grain: one row per customer message that expects an answer
-- key: message_key
with marked as (
    select
        questions.*,
        decided.wait_id as decided_wait_id,
        questions.ending_key is null and decided.wait_id is null as is_open
    from facts.questions as questions
    left join facts.decided_messages as decided using (message_key)
),

scoped as ( -- open messages hang together by conversation, and those by customer and order
    select
        *,
        coalesce(
            'decided:' || decided_wait_id,
            'ended:' || ending_key,
            'order:' || min(order_id) over (
                partition by shop, customer_key, conversation_id, is_open
            ),
            'conversation:' || conversation_id
        ) as scope
    from marked
)

select
    message_key,
    shop,
    customer_key,
    conversation_id,
    order_id,
    asked_at,
    ended_by,
    ending_key,
    ended_at,
    bot_at,
    is_first,
    decided_wait_id is not null as is_decided,
    first_value(message_key) over (
        partition by shop, customer_key, scope order by asked_at, message_key
    ) as wait_id
from scoped
