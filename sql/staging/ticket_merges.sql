-- Into which ticket did each merged ticket go in the end, however long the chain?
-- grain: one row per ticket that another one took in
-- key: shop, merged_ticket_id
with recursive taken as ( -- a ticket that was merged twice went where it went last
    select
        shop,
        ticket_id,
        arg_max(trim(merged_into), (event_at, merged_into)) as merged_into
    from raw.ticket_events
    where event = 'merged' and trim(merged_into) <> '' and trim(merged_into) <> ticket_id
    group by shop, ticket_id
),

reached as ( -- each step further, until it ends or comes round
    select shop, ticket_id, merged_into, [ticket_id] as passed
    from taken
    union all
    select
        reached.shop,
        reached.ticket_id,
        taken.merged_into,
        list_append(reached.passed, reached.merged_into) as passed
    from reached
    inner join taken on reached.shop = taken.shop and reached.merged_into = taken.ticket_id
    where not list_contains(reached.passed, reached.merged_into)
),

rounds as ( -- tickets that were merged into each other: nobody knows which one is left
    select distinct shop, ticket_id
    from reached
    where ticket_id = merged_into
)

select
    reached.shop,
    reached.ticket_id as merged_ticket_id,
    coalesce(
        min(reached.merged_into) filter (where taken.ticket_id is null),
        min(reached.merged_into) filter (where rounds.ticket_id is not null)
    ) as ticket_id
from reached
left join taken on reached.shop = taken.shop and reached.merged_into = taken.ticket_id
left join rounds on reached.shop = rounds.shop and reached.merged_into = rounds.ticket_id
group by reached.shop, reached.ticket_id
