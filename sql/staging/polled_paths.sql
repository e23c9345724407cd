-- What did the newest look at each path find, and up to when does it show everything?
-- grain: one row per source and path
-- key: source, path
with polls as (
    select
        polls.*,
        max(polled_at) over (partition by source, path) as newest_poll_at,
        -- an item dated after the look at it says nothing about later looks
        case when newest_item_at > polled_at then polled_at else newest_item_at end as newest_at
    from raw.polls as polls
    inner join seeds.sources as connected using (source) -- a source taken out holds nobody back
),

newest as (
    select
        source,
        path,
        -- an export of tickets is the helpdesk, whatever it was written by
        min(case when role = 'tickets' then 'helpdesk' else role end) as role,
        polled_at,
        max(states_its_end_at) as states_its_end_at,
        max(since_at) as since_at,
        max(reads_from_at) as reads_from_at,
        max(live_from_at) as live_from_at,
        max(quiet_after_seconds) as quiet_after_seconds,
        bool_or(shop is null) as is_for_all_shops,
        list(distinct shop) filter (where shop is not null) as shops,
        flatten(list(holes)) as holes
    from polls
    where polled_at = newest_poll_at
    group by source, path, polled_at
),

items as (
    select source, path, min(oldest_item_at) as oldest_item_at, max(newest_at) as newest_item_at
    from polls
    group by source, path
)

select
    newest.*,
    coalesce(newest.reads_from_at, newest.since_at, items.oldest_item_at) as read_from,
    items.newest_item_at,
    case
        when newest.states_its_end_at is not null then newest.states_its_end_at
        -- silence longer than usual: nobody knows whether the path is still alive
        when items.newest_item_at + newest.quiet_after_seconds * interval 1 second
            >= newest.polled_at then newest.polled_at
        else items.newest_item_at
    end as read_until
from newest
inner join items using (source, path)
