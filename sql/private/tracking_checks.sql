-- What is right and what is wrong with the tracking that each mail gives?
-- grain: one row per mail and number in it
-- key: message_key, number_key, shipment_id
-- placeholder until the checks of values are merged
select
    cast(null as varchar) as message_key,
    cast(null as varchar) as shop,
    cast(null as varchar) as shipment_id,
    cast(null as varchar) as number_key,
    cast(null as boolean) as is_of_order,
    cast(null as varchar) as number_state,
    cast(null as varchar) as carrier_key,
    cast(null as varchar) as link_target,
    cast(null as varchar) as host_kind,
    cast(null as boolean) as link_has_number,
    cast(null as boolean) as has_date,
    cast(null as boolean) as is_date_bad,
    cast(null as boolean) as is_carrier_wrong,
    cast(null as boolean) as format_wrong,
    cast(null as boolean) as link_wrong
where false
