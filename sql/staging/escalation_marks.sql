-- Which mails were put into a folder for escalations or flagged so, and when was that first seen?
-- grain: one row per mail and way
-- key: message_key, how
with ways as (
    select
        shop, way, trim(value) as value,
        coalesce(valid_from_day, date '0001-01-01') as valid_from_day
    from seeds.escalation_ways
),

folders as ( -- few, however many mails
    select distinct found.folder, ways.shop, ways.valid_from_day
    from (select distinct folder from raw.message_locations) as found
    inner join ways on ways.way = 'folder' and regexp_matches(found.folder, ways.value)
),

looks as ( -- when the run looked that read a place; a past that is replayed looks in the past
    select distinct run_id, path, polled_at
    from raw.polls
),

flagged as (
    select
        places.source, places.path, places.epoch, places.location,
        unnest(places.mailbox_flags) as flag,
        least(places.read_at, looks.polled_at) as noticed_at
    from raw.message_locations as places
    left join looks using (run_id, path)
    union all
    select source, path, epoch, location, unnest(mailbox_flags) as flag, noticed_at
    from raw.place_changes
    where not is_gone
),

marked as (
    select
        places.message_key, 'folder' as how,
        least(places.read_at, looks.polled_at) as noticed_at, folders.shop,
        folders.valid_from_day
    from raw.message_locations as places
    inner join folders using (folder)
    left join looks using (run_id, path)
    union all
    select places.message_key, 'flag' as how, flagged.noticed_at, ways.shop, ways.valid_from_day
    from flagged
    inner join ways on ways.way = 'flag' and lower(flagged.flag) = lower(ways.value)
    inner join raw.message_locations as places using (source, path, epoch, location)
)

select marked.message_key, marked.how, min(marked.noticed_at) as noticed_at
from marked
inner join staging.messages as mails using (message_key)
where
    marked.shop in ('*', mails.shop)
    and cast(marked.noticed_at as date) >= marked.valid_from_day
group by marked.message_key, marked.how
