-- When did each wait of a customer begin, when was it due, and what ended it?
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
        arg_min(ended_by, ended_at) as ended_by,
        arg_min(ending_key, ended_at) as ending_key,
        min(bot_at) as bot_at,
        arg_min(conversation_id, asked_at) filter (where message_key = wait_id) as conversation_id,
        arg_min(order_id, asked_at) filter (where order_id is not null) as order_id
    from facts.wait_messages
    group by wait_id, shop, customer_key
)

select
    gathered.*,
    coalesce(
        elsewhere.elsewhere_at < coalesce(gathered.ended_at, timestamp '9999-12-31'), false
    ) as is_elsewhere,
    case
        when elsewhere.elsewhere_at < coalesce(gathered.ended_at, timestamp '9999-12-31')
            then elsewhere.elsewhere_at
        when gathered.ended_by = 'answer' then gathered.ended_at
    end as answered_at,
    reply.value_seconds as target_seconds,
    gathered.started_at + reply.value_seconds * interval 1 second as due_at,
    gathered.started_at + (reply.value_seconds - soon.value_seconds) * interval 1 second
        as due_soon_at
from gathered
left join facts.answers_elsewhere as elsewhere using (wait_id)
inner join steps.calendar as calendar
    on calendar.shop = gathered.shop
    and calendar.utc_day = cast(gathered.started_at as date)
    and gathered.started_at >= calendar.from_at
    and gathered.started_at < calendar.until_at
inner join staging.target_periods as reply
    on reply.shop = gathered.shop
    and reply.name = 'reply_target'
    and calendar.local_day >= reply.valid_from_day
    and calendar.local_day < reply.valid_until_day
inner join staging.target_periods as soon
    on soon.shop = gathered.shop
    and soon.name = 'due_soon_within'
    and calendar.local_day >= soon.valid_from_day
    and calendar.local_day < soon.valid_until_day
