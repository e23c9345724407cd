-- Which waits did the helpdesk close although nobody had answered?
-- grain: one row per wait whose tickets stand closed since its last message
-- key: wait_id
with states as (
    select
        shop,
        ticket_id,
        -- the closing of a ticket that another took in closes nothing
        max(event_at) filter (where event = 'closed' and ticket_id = recorded_ticket_id)
            as closed_at,
        max(event_at) filter (where event = 'reopened') as reopened_at
    from staging.tickets
    group by shop, ticket_id
),

asked as (
    select waiting.wait_id, waiting.shop, waiting.asked_at, said.ticket_id
    from facts.wait_messages as waiting
    left join facts.ticket_messages as said
        on waiting.message_key = coalesce(said.mail_key, said.message_key)
)

select
    asked.wait_id,
    max(states.closed_at) as closed_at
from asked
left join states using (shop, ticket_id)
group by asked.wait_id
having
    bool_and(coalesce(
        states.closed_at >= asked.asked_at
        and states.closed_at >= coalesce(states.reopened_at, states.closed_at),
        false
    ))
