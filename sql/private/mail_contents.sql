-- What does each mail of ours say, by its template and its slots?
-- grain: one row per outgoing automated mail
-- key: message_key
-- placeholder until the reader is merged
select
    cast(null as varchar) as message_key,
    cast(null as varchar) as shop,
    cast(null as varchar) as template,
    cast(null as varchar) as version,
    cast(null as varchar) as origin,
    cast(null as varchar) as locale,
    cast(null as varchar) as how,
    cast(null as double) as coverage_share,
    cast(null as varchar) as link_slot_target,
    cast(null as varchar[]) as mark_kinds,
    cast(null as varchar[]) as mark_places
where false
