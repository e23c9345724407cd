-- How far was each path read, and is it still alive?
-- grain: one row per source, path and shop
-- key: source, path, shop
with gone as (
    select source, count(*) as records
    from staging.source_records
    where is_gone
    group by source
),

newest as (select max(polled_at) as polled_at from staging.coverage),

changed as (
    select source, list(note order by note) as notes
    from metrics.feed_notes
    group by source
)

select
    coverage.source,
    coverage.path,
    coverage.shop,
    coverage.role,
    coverage.read_from,
    coverage.read_until,
    coverage.polled_at,
    coverage.newest_item_at,
    coalesce(items.items, 0) as items,
    coalesce(gone.records, 0) as gone, -- records that the source once held
    coalesce(
        coverage.read_until < coverage.polled_at
        or seconds_between(coverage.polled_at, newest.polled_at)
        > greatest(allowed.value_seconds, coalesce(allowed.value * gaps.usual_seconds, 0)),
        true
    ) as is_stale,
    -- what the newest look says may be missing, in words
    nullif(array_to_string(list_sort(list_distinct(
        list_concat(coverage.holes, coalesce(changed.notes, []::varchar[]))
    )), '; '), '') as notes
from staging.coverage as coverage
cross join newest
left join staging.target_periods as allowed
    on
        coverage.shop = allowed.shop
        and allowed.name = 'stale_source_after'
        and cast(newest.polled_at as date) >= allowed.valid_from_day
        and cast(newest.polled_at as date) < allowed.valid_until_day
left join metrics.poll_gaps as gaps on coverage.source = gaps.source
left join metrics.source_items as items
    on coverage.source = items.source and coverage.path = items.path
left join changed on coverage.source = changed.source
left join gone on coverage.source = gone.source
