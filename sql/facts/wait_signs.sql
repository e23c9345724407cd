-- When and how was each wait first escalated, while it lasted?
-- grain: one row per wait that was
-- key: wait_id
with reached as (
    select waiting.wait_id, signs.how, signs.sign_at
    from facts.escalation_signs as signs
    inner join facts.wait_messages as waiting using (shop, conversation_id)
    union
    select waiting.wait_id, signs.how, signs.sign_at
    from facts.escalation_signs as signs
    inner join facts.wait_messages as waiting using (shop, order_id)
    union
    select waiting.wait_id, signs.how, signs.sign_at
    from facts.escalation_signs as signs
    inner join facts.wait_messages as waiting using (shop, message_key)
    union
    select wait_id, how, sign_at
    from facts.escalation_signs
    where wait_id is not null
)

select
    reached.wait_id,
    min(reached.sign_at) as escalated_at,
    arg_min(reached.how, (reached.sign_at, reached.how)) as how
from reached
inner join facts.wait_spans as spans using (wait_id)
where
    reached.sign_at >= spans.started_at
    -- once the wait is over, nothing is left to escalate
    and reached.sign_at < coalesce(spans.ended_at, timestamp '9999-12-31')
group by reached.wait_id
