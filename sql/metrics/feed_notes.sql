-- What has changed in what a source brings, or cannot be right in it, in words?
-- grain: one row per source and note
-- key: source, note
with flags as (
    select source, read_at, unnest(flags) as flag from raw.order_versions
    union all
    select source, read_at, unnest(flags) as flag from raw.order_items
    union all
    select source, read_at, unnest(flags) as flag from raw.shipments
),

newest as (
    select source, max(read_at) as read_at
    from flags
    group by source
),

counted as (
    select flags.source, flags.flag, count(*) as records
    from flags
    inner join newest using (source)
    cross join seeds.feed_checks as checks
    where seconds_between(flags.read_at, newest.read_at) < checks.before_seconds
    group by flags.source, flags.flag
)

select
    source,
    field || ' of ' || record || ': ' || cast(new_filled as varchar) || ' of '
    || cast(new_records as varchar) || ' new records hold one, before '
    || cast(old_filled as varchar) || ' of ' || cast(old_records as varchar) as note
from metrics.feed_fields
cross join seeds.feed_checks as checks
where
    new_records >= checks.rows_value
    and old_records >= checks.rows_value
    and old_filled * new_records - new_filled * old_records
    >= checks.lost_share * old_records * new_records
union all
select
    source,
    field || ' of ' || record || ': ' || cast(unheard as varchar) || ' of '
    || cast(new_records as varchar) || ' new records hold a word that none of '
    || cast(old_records as varchar) || ' before held' as note
from metrics.feed_words
cross join seeds.feed_checks as checks
where
    new_records >= checks.rows_value
    and old_records >= checks.rows_value
    and unheard >= checks.lost_share * new_records
union all
select
    source,
    case flag
        when 'excel_mangled' then 'numbers that a spreadsheet destroyed'
        else 'records whose times contradict each other'
    end || ': ' || cast(records as varchar) || ' (' || flag || ')' as note
from counted
where flag in ('excel_mangled', 'time_inconsistent')
