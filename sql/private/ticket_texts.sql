-- What was said in each event of a ticket, and by whom?
-- grain: one row per event of a ticket
-- key: event_id
select
    kept.event_id,
    max(events.subject) as subject,
    max(events.text) as text,
    max(lower(trim(events.author_address))) as author_address
from staging.ticket_events as kept
inner join raw.ticket_events as events
    on kept.event_id = ticket_event_id(events.shop, events.ticket_id, events.event_key)
group by kept.event_id
