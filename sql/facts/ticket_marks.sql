-- Which ticket does each message stand in or name, as our helpdesk or any other writes it?
-- grain: one row per message and ticket, which is told by the first message that names it
-- key: number, ticket
with marks as (
    select messages.number, number_in(messages.shop, 'written ' || subjects.ticket_token) as mark
    from private.subjects as subjects
    inner join facts.conversation_messages as messages using (message_key)
    left join steps.order_mentions as orders -- [#1001] may be a number of ours
        on
            subjects.message_key = orders.message_key
            and lower(ltrim(trim(orders.order_id), '#')) = subjects.ticket_token
    where subjects.ticket_token is not null and orders.message_key is null
    union
    select messages.number, number_in(messages.shop, named.ticket_id) as mark
    from staging.ticket_subjects as named
    inner join facts.conversation_messages as messages using (message_key)
    union
    select number, ticket as mark
    from facts.conversation_messages
    where ticket is not null
),

tickets as (
    select mark, min(number) as ticket
    from marks
    group by mark
)

select distinct marks.number, tickets.ticket
from marks
inner join tickets using (mark)
