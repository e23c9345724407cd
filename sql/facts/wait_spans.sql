-- When did each wait of a customer begin, and what ended it?
-- grain: one row per wait
-- key: wait_id
with gathered as (
    select
        wait_id,
        shop,
        customer_key,
        min(asked_at) as started_at,
        list(message_key order by asked_at, message_key) as message_keys,
        count(*) as messages,
        bool_or(is_first) as is_first,
        bool_or(is_decided) as is_decided,
        min(ended_at) as ended_at,
        arg_min(ended_by, (ended_at, ending_key)) as ended_by,
        arg_min(ending_key, (ended_at, ending_key)) as ending_key,
        min(bot_at) as bot_at,
        max(case when message_key = wait_id then conversation_id end) as conversation_id,
        arg_min(order_id, (asked_at, message_key)) filter (where order_id is not null) as order_id
    from facts.wait_messages
    group by wait_id, shop, customer_key
)

select
    *,
    coalesce(ended_by = 'elsewhere', false) as is_elsewhere,
    case when ended_by in ('answer', 'elsewhere') then ended_at end as answered_at
from gathered
