-- Which events of which tickets are there, each once, and who stands on them?
-- grain: one row per event of a ticket
-- key: event_id
with told as (
    select
        events.*,
        ticket_event_id(events.shop, events.ticket_id, events.event_key) as event_id,
        -- These number messages across tickets: one that moved with a merge stays the same.
        coalesce(
            connected.kind in ('zendesk', 'freshdesk', 'gorgias')
            and starts_with(events.event_key, 'message:'),
            false
        ) as may_move
    from raw.ticket_events as events
    left join seeds.sources as connected using (source)
),

known as ( -- an author who was unknown at first; a message where it lies now
    select *
    from told
    qualify row_number() over (
        partition by
            shop,
            case
                when may_move then source || regexp_replace(event_key, '[?]$', '', 'g')
                else event_id
            end
        order by author_role is null, batch_id desc, event_id
    ) = 1
)

select
    known.event_id,
    known.shop,
    coalesce(merges.ticket_id, known.ticket_id) as ticket_id,
    known.ticket_id as recorded_ticket_id,
    regexp_replace(known.event_key, '[?]$', '', 'g') as event_key,
    lower(trim(known.event)) as event,
    known.event_at,
    lower(trim(known.author_role)) as author_role,
    known.is_public,
    lower(trim(known.channel)) as channel,
    authors.key as author_key,
    coalesce(authors.is_own, false) as is_author_own,
    customers.key as stated_customer_key,
    nullif(trim(known.order_id), '') as order_id,
    known.message_id,
    known.merged_into,
    coalesce(known.flags, []::varchar[]) as flags,
    known.source
from known
left join staging.ticket_merges as merges
    on known.shop = merges.shop and known.ticket_id = merges.merged_ticket_id
left join private.addresses as authors on authors.address = lower(trim(known.author_address))
left join private.addresses as customers
    on customers.address = lower(trim(known.customer_address)) and not customers.is_own
