-- What was asked and answered between each customer and us, in order?
-- grain: one row per customer (whatever the address) and question, answer, bot's answer, answer
-- that we never read, or answer that a person recorded
-- key: shop, customer_key, event_key
with events as (
    select
        shop, coalesce(customer_key, message_key) as customer_key, message_key as event_key,
        'question' as event, received_at as happened_at, 2 as place, conversation_id, order_id
    from facts.inquiries
    where received_at is not null
    union all
    select
        shop, customer_key, message_key as event_key,
        case when is_human then 'answer' else 'bot' end as event,
        happened_at,
        3 as place, -- an answer in the same second as a message answers it
        conversation_id, order_id
    from facts.visible_answers
    union all
    select
        shop, coalesce(customer_key, message_key) as customer_key,
        'unseen:' || message_key as event_key,
        'unseen' as event,
        max(happened_at) as happened_at,
        1 as place, -- the message that refers to it came after it
        conversation_id, order_id
    from facts.unseen_answers
    group by shop, customer_key, message_key, conversation_id, order_id
    union all
    select
        shop, customer_key, 'elsewhere:' || wait_id as event_key, 'elsewhere' as event,
        elsewhere_at as happened_at,
        4 as place, -- of an answer in the same second we know more than what a person recorded
        conversation_id, order_id
    from facts.answers_elsewhere
)

select distinct -- an answer to two addresses of one customer is one
    events.shop,
    coalesce(people.person_key, events.customer_key) as customer_key,
    events.event_key,
    events.event,
    events.happened_at,
    events.place,
    events.conversation_id,
    events.order_id,
    case when events.event not in ('question', 'bot') then events.event_key end as ending_key,
    case when events.event = 'bot' then events.happened_at end as bot_at
from events
left join facts.people as people using (shop, customer_key)
