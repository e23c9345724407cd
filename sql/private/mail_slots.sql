-- What stands in each slot of each mail of ours?
-- grain: one row per mail and slot
-- key: message_key, slot
-- placeholder until the reader is merged
select
    cast(null as varchar) as message_key,
    cast(null as varchar) as shop,
    cast(null as varchar) as slot,
    cast(null as varchar) as value,
    cast(null as varchar) as html_value
where false
