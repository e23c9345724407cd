-- What ended the wait of each customer message: which answer, and when?
-- grain: one row per customer message that expects an answer
-- key: message_key
with looked_ahead as (
    select
        *,
        first_value(ending_key ignore nulls) over in_conversation as ended_in_conversation,
        case when order_id is not null then first_value(ending_key ignore nulls) over on_order end
            as ended_on_order,
        first_value(bot_at ignore nulls) over in_conversation as bot_in_conversation_at,
        case when order_id is not null then first_value(bot_at ignore nulls) over on_order end
            as bot_on_order_at
    from facts.wait_events
    window
        in_conversation as (
            partition by shop, customer_key, conversation_id order by happened_at, place, event_key
            rows between current row and unbounded following
        ),
        on_order as (
            partition by shop, customer_key, order_id order by happened_at, place, event_key
            rows between current row and unbounded following
        )
),

asked as (
    select
        *,
        row_number() over in_conversation as place_in_conversation,
        row_number() over on_order as place_on_order
    from looked_ahead
    where event = 'question'
    window
        in_conversation as (
            partition by shop, customer_key, conversation_id order by happened_at, event_key
        ),
        on_order as (partition by shop, customer_key, order_id order by happened_at, event_key)
)

select
    asked.event_key as message_key,
    asked.shop,
    asked.customer_key,
    asked.conversation_id,
    asked.order_id,
    asked.happened_at as asked_at,
    ending.event as ended_by,
    ending.event_key as ending_key,
    ending.happened_at as ended_at,
    least(asked.bot_in_conversation_at, asked.bot_on_order_at) as bot_at,
    asked.place_in_conversation = 1 and (asked.order_id is null or asked.place_on_order = 1)
        as is_first
from asked
left join facts.wait_events as ending
    on
        asked.shop = ending.shop
        and asked.customer_key = ending.customer_key
        and ending.event_key in (asked.ended_in_conversation, asked.ended_on_order)
qualify row_number() over (
    partition by asked.event_key order by ending.happened_at, ending.place, ending.event_key
) = 1
