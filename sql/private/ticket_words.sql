-- What does each message of a ticket newly say, whose ticket is it?
-- grain: one row per message of a ticket
-- key: message_key
select
    tickets.event_id as message_key,
    tickets.shop,
    tickets.customer_key,
    tickets.author_role,
    said.subject,
    said.text,
    texts.new_text
from staging.tickets as tickets
inner join private.ticket_texts as said using (event_id)
left join private.new_texts as texts on tickets.event_id = texts.message_key
where tickets.is_message
