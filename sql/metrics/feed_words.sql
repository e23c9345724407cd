-- How many of a source's new records hold a word that never stood there in the time before?
-- grain: one row per source, record and field that knows few words
-- key: source, record, field
with held as (
    select
        source, read_at, 'orders' as record,
        unnest(['channel', 'payment_method', 'shipping_method', 'fulfilment', 'currency',
            'locale']) as field,
        unnest([channel, payment_method, shipping_method, fulfilment, currency, locale]) as word
    from raw.order_versions
    union all
    select source, read_at, 'shipments' as record, 'carrier' as field, carrier as word
    from raw.shipments
),

newest as (
    select source, record, max(read_at) as read_at from held
    group by source, record
),

words as (
    select
        held.source,
        held.record,
        held.field,
        held.word,
        count(*) filter (
            where seconds_between(held.read_at, newest.read_at) < checks.newest_seconds
        ) as new_records,
        count(*) filter (
            where seconds_between(held.read_at, newest.read_at) >= checks.newest_seconds
        ) as old_records
    from held
    inner join newest using (source, record)
    cross join seeds.feed_checks as checks
    where
        held.word is not null
        and seconds_between(held.read_at, newest.read_at)
        < checks.newest_seconds + checks.before_seconds
    group by held.source, held.record, held.field, held.word
)

select
    source,
    record,
    field,
    cast(sum(new_records) as bigint) as new_records,
    cast(coalesce(sum(new_records) filter (where old_records = 0), 0) as bigint) as unheard,
    cast(sum(old_records) as bigint) as old_records
from words
group by source, record, field
-- what is written freely has new words every day
having count(*) filter (where old_records > 0) * 4 <= sum(old_records)
