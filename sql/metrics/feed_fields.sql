-- How many records does a source fill each field of, newly and in the time before?
-- grain: one row per source, record and field that hardly any record goes without
-- key: source, record, field
with held as (
    select source, read_at, 'orders' as record, email as a, postcode as b, country as c,
        currency as d, channel as e, cast(total as varchar) as f
    from raw.order_versions
    union all
    select source, read_at, 'items' as record, title as a, sku as b,
        cast(quantity as varchar) as c, null as d, null as e, null as f
    from raw.order_items
    union all
    select source, read_at, 'shipments' as record, carrier as a, tracking_number as b,
        tracking_url as c, null as d, null as e, null as f
    from raw.shipments
),

newest as (
    select source, record, max(read_at) as read_at from held
    group by source, record
),

ages as ( -- one row per source, record and age, wide: the store is passed once
    select
        held.source,
        held.record,
        seconds_between(held.read_at, newest.read_at) < checks.newest_seconds as is_new,
        count(*) as records,
        count(held.a) as a,
        count(held.b) as b,
        count(held.c) as c,
        count(held.d) as d,
        count(held.e) as e,
        count(held.f) as f
    from held
    inner join newest using (source, record)
    cross join seeds.feed_checks as checks
    where
        seconds_between(held.read_at, newest.read_at)
        < checks.newest_seconds + checks.before_seconds
    group by all
),

fields as (
    select ages.*, names.field, case names.place when 'a' then a when 'b' then b
        when 'c' then c when 'd' then d when 'e' then e else f end as filled
    from ages
    inner join seeds.feed_fields as names using (record)
)

select
    source,
    record,
    field,
    cast(coalesce(sum(records) filter (where is_new), 0) as bigint) as new_records,
    cast(coalesce(sum(filled) filter (where is_new), 0) as bigint) as new_filled,
    cast(coalesce(sum(records) filter (where not is_new), 0) as bigint) as old_records,
    cast(coalesce(sum(filled) filter (where not is_new), 0) as bigint) as old_filled
from fields
group by source, record, field
