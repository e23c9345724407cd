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
),

recorded as (
    select
        gathered.*,
        case -- a slip of the pen must not end a wait before it began
            when elsewhere.elsewhere_at < gathered.started_at then gathered.started_at
            else elsewhere.elsewhere_at
        end as elsewhere_at,
        coalesce(gathered.ended_at, timestamp '9999-12-31') as ended_by_us_at
    from gathered
    left join facts.answers_elsewhere as elsewhere using (wait_id)
)

select
    recorded.*,
    coalesce(recorded.elsewhere_at < recorded.ended_by_us_at, false) as is_elsewhere,
    -- when the wait was over at the latest: of an answer that we never saw, when it was told of
    least(recorded.elsewhere_at, recorded.ended_at) as over_at,
    case
        when recorded.elsewhere_at < recorded.ended_by_us_at then recorded.elsewhere_at
        when recorded.ended_by = 'answer' then recorded.ended_at
    end as answered_at
from recorded
