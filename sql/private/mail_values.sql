-- Which values does each order mail state?
-- grain: one row per mail that was read and is about an order
-- key: message_key
with parts as (
    select
        contents.* exclude (shop),
        records.shop,
        records.kind,
        records.order_key,
        records.sent_at,
        records.local_day,
        whole.cut_field is not null as is_truncated -- then no other rule speaks of its values
    from private.mail_contents as contents
    inner join private.mail_records as records using (message_key)
    inner join facts.judged_mails as whole using (message_key)
),

judged as ( -- a slot in which another rule found something has no place, thus no value
    select
        parts.* exclude (slot_names),
        parts.slot_names as wanted,
        coalesce(parts.mark_places, []::varchar[]) as marked,
        if(
            array_length(parts.mark_places) > 0,
            judged_names(parts.slot_names, parts.mark_places), parts.slot_names
        ) as slot_names
    from parts
)

select
    message_key,
    shop,
    kind,
    order_key,
    sent_at,
    local_day,
    how,
    how in ('template', 'default') as has_template,
    left(coalesce(locale, language), 2) as language,
    is_truncated,
    wanted,
    marked,
    slot_values[list_position(slot_names, 'ORDER_NUMBER')] as order_number,
    slot_values[list_position(slot_names, 'CUSTOMER_NAME')] as customer_name,
    slot_values[list_position(slot_names, 'ORDER_SUMMARY')] as items,
    slot_values[list_position(slot_names, 'SHIPPING_ADDRESS')] as address,
    slot_values[list_position(slot_names, 'ESTIMATED_SHIPPING_TIME')] as shipping_time,
    slot_values[list_position(slot_names, 'TRACKING_NUMBER')] as tracking_number,
    case
        when not list_contains(marked, 'link')
            then slot_values[list_position(slot_names, 'TRACKING_LINK')]
    end as tracking_link,
    slot_values[list_position(slot_names, 'ESTIMATED_DELIVERY_DATE')] as delivery_date,
    slot_values[list_position(slot_names, 'CARRIER')] as carrier,
    slot_values[list_position(slot_names, 'ORDER_TOTAL')] as total,
    slot_values[list_position(slot_names, 'CONTACT_INFO')] as contact,
    case
        when not list_has_any(marked, ['link', 'TRACKING_LINK']) then link_slot_target
    end as link_target
from judged
