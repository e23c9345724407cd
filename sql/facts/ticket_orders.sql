-- Which order is each message of a ticket about, and by which way do we know?
-- grain: one row per message of a ticket that is about an order
-- key: message_key
with stated as ( -- as a field of the ticket says
    select
        tickets.event_id as message_key,
        min(orders.order_id) as order_id,
        'field' as order_match
    from staging.tickets as tickets
    inner join staging.orders as orders
        on
            tickets.shop = orders.shop
            and lower(ltrim(tickets.order_id, '#')) = lower(ltrim(trim(orders.order_id), '#'))
    where tickets.is_message
    group by tickets.event_id
),

own as (
    select message_key, order_id, order_match from stated
    union all
    select named.message_key, named.order_id, named.order_match
    from facts.named_orders as named
    left join stated using (message_key)
    where stated.message_key is null
),

only_one as ( -- a ticket in which only one order is named
    select tickets.shop, tickets.ticket_id, min(own.order_id) as order_id
    from own
    inner join staging.tickets as tickets on own.message_key = tickets.event_id
    group by tickets.shop, tickets.ticket_id
    having count(distinct own.order_id) = 1
)

select
    tickets.event_id as message_key,
    coalesce(own.order_id, only_one.order_id) as order_id,
    coalesce(own.order_match, 'thread') as order_match
from staging.tickets as tickets
left join own on tickets.event_id = own.message_key
left join only_one using (shop, ticket_id)
where tickets.is_message and coalesce(own.order_id, only_one.order_id) is not null
