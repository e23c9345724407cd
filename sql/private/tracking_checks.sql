-- Is the tracking that each mail gives for a parcel that of the parcel, and does it work?
-- grain: one row per mail that can give tracking, and parcel; one without parcel if none is known
-- key: message_key, parcel
with found as (
    select
        said.*,
        states.number_state,
        hosts.host_kind,
        coalesce(hosts.is_opaque, false) as is_opaque,
        case
            when contains(said.link_target, said.parcel_number) then true
            when hosts.host_kind <> 'no_link' then holds_a_number(said.link_target, said.numbers)
            -- '#' leads nowhere, and so do words without a link in a mail that has none
            when said.link_target is not null then false
            when said.tracking_link <> '' and bare.message_key is not null then false
        end as link_has_number,
        coalesce(
            if(not said.is_of_order or list_contains(said.numbers, said.slot_key),
                said.slot_key, said.parcel_number),
            if(list_contains(signs.named_numbers, said.parcel_number), said.parcel_number, null),
            signs.labelled_number
        ) as number_key,
        coalesce(said.delivery_date <> '', signs.has_delivery_date, false) as has_date,
        coalesce(dates.fault is not null, false) as is_date_bad
    from private.stated_numbers as said
    left join private.number_states as states
        on states.number = said.number and states.carrier_key = said.carrier_key
    left join private.link_hosts as hosts
        on
            hosts.shop = said.shop
            and hosts.link_start = said.link_start
            and hosts.carrier_key = said.carrier_key
    left join private.mail_signs as signs using (message_key)
    left join (select message_key from private.messages where links = []) as bare
        using (message_key)
    left join private.date_checks as dates using (message_key, parcel)
),

judged as (
    select
        *,
        coalesce(told_carrier <> parcel_carrier, false)
        or coalesce(host_kind = 'other_carrier', false)
        or coalesce(is_of_order and number_state = 'other_carrier', false) as is_carrier_wrong,
        coalesce(is_of_order and number_state in ('check_digit', 'format', 'mangled'), false)
        or (is_of_order is null and coalesce(number_state = 'mangled', false)) as format_wrong,
        coalesce(is_of_order, true) and not is_opaque and not coalesce(link_has_number, true)
        and coalesce(host_kind <> 'shortener', true) as is_without_number -- it hides it: one error
    from found
)

select
    message_key, parcel, shipment_id, shop, order_id, kind, number, number_key, numbers, is_of_order,
    number_state, nullif(carrier_key, '') as carrier_key, carrier, told_carrier, parcel_carrier,
    tracking_link, link_target, host_kind, link_has_number, has_date, is_date_bad,
    is_carrier_wrong, format_wrong, is_without_number,
    not is_carrier_wrong and coalesce(host_kind in ('shortener', 'staging', 'local', 'ip',
        'not_https', 'unknown_host'), false) as is_host_wrong,
    is_without_number or is_host_wrong as link_wrong
from judged
