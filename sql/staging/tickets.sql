-- What happened to each ticket of the helpdesk, by whom, and could the customer read it?
-- grain: one row per event; what happened to a merged ticket happened to the one that took it in
-- key: event_id
with customers as ( -- whose ticket it is: as it says, else who wrote there first
    select
        shop,
        recorded_ticket_id,
        coalesce(
            arg_min(stated_customer_key, (event_at, event_id))
                filter (where stated_customer_key is not null),
            arg_min(author_key, (event_at, event_id))
                filter (where author_role = 'customer' and author_key is not null
                    and not is_author_own)
        ) as customer_key
    from staging.ticket_events
    group by shop, recorded_ticket_id
),

history as (
    select source, max(live_from_at) as live_from_at
    from staging.polled_paths
    group by source
)

select
    events.event_id,
    events.shop,
    events.ticket_id, events.recorded_ticket_id, events.event_key,
    events.event,
    events.event_at,
    events.author_role,
    -- what a customer wrote, the customer knows, also where the export does not say so
    coalesce(events.is_public, case when events.author_role = 'customer' then true end)
        as is_public,
    events.event in ('created', 'message') and events.is_public is distinct from false
    and (events.event = 'message' or events.author_role is not null) as is_message,
    coalesce(
        case when events.author_role = 'customer' and not events.is_author_own
            then events.author_key
        end,
        own.customer_key,
        taken.customer_key,
        -- in a chat nobody gives an address: the ticket is the customer
        customer_key('ticket ' || events.shop || '/' || events.ticket_id)
    ) as customer_key,
    events.author_role = 'customer' and events.is_author_own as is_internal,
    case when starts_with(events.author_key, 'team:') then substr(events.author_key, 6) end as team,
    events.channel,
    events.order_id,
    events.message_id,
    events.merged_into,
    events.flags,
    events.source,
    coalesce(events.event_at < history.live_from_at, false) as is_history
from staging.ticket_events as events
left join customers as own
    on events.shop = own.shop and events.recorded_ticket_id = own.recorded_ticket_id
left join customers as taken
    on events.shop = taken.shop and events.ticket_id = taken.recorded_ticket_id
left join history on events.source = history.source
