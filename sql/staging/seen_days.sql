-- On which days did anything happen, or did anybody look?
-- grain: one row per UTC day; the calendar is made again only when a day is new
-- key: seen_day
select distinct cast(moments.seen_at as date) as seen_day
from (
    select mails.received_at as seen_at from raw.messages as mails
    union all
    select mails.sent_at as seen_at from raw.messages as mails
    union all
    select mails.first_hop_at as seen_at from raw.messages as mails
    union all
    select events.event_at as seen_at from raw.mail_events as events
    union all
    select orders.placed_at as seen_at from raw.order_versions as orders
    union all
    select orders.paid_at as seen_at from raw.order_versions as orders
    union all
    select shipments.shipped_at as seen_at from raw.shipments as shipments
    union all
    select tickets.event_at as seen_at from raw.ticket_events as tickets
    union all
    select feedback.given_at as seen_at from raw.feedback as feedback
    union all
    select shipments.promised_at as seen_at from raw.shipments as shipments
    union all
    select orders.ship_by_at as seen_at from raw.order_versions as orders
    union all
    select orders.deliver_by_at as seen_at from raw.order_versions as orders
    union all
    select items.ship_by_at as seen_at from raw.order_items as items
    union all
    select polls.polled_at as seen_at from raw.polls as polls
) as moments
where moments.seen_at between timestamp '0002-01-01' and timestamp '9998-01-01'
