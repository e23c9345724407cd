-- What does each order mail say: template, slots, and what is wrong with it by itself?
-- grain: one row per outgoing automated mail that could be about an order
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
    cast(null as boolean) as is_active_version,
    cast(null as varchar) as active_version,
    cast(null as varchar[]) as missing,
    cast(null as varchar[]) as changed_from,
    cast(null as varchar[]) as changed_to,
    cast(null as varchar[]) as inserted,
    cast(null as integer) as inserted_words,
    cast(null as varchar[]) as lost_labels,
    cast(null as boolean) as is_closing_found,
    cast(null as integer) as body_words,
    cast(null as integer) as fixed_words,
    cast(null as varchar) as language,
    cast(null as varchar[]) as slot_names,
    cast(null as varchar[]) as slot_values,
    cast(null as varchar[]) as slot_html_values,
    cast(null as varchar) as link_slot_target,
    cast(null as varchar[]) as mark_kinds,
    cast(null as varchar[]) as mark_places,
    cast(null as varchar[]) as mark_texts,
    cast(null as varchar[]) as mark_causes
where false
