-- Which values does each order mail state?
-- grain: one row per mail that was read and is about an order
-- key: message_key
with marks as (
    select message_key, list(distinct place) as marked from private.mail_marks group by message_key
),

judged as ( -- a slot in which another rule found something has no place, thus no value
    select
        contents.* exclude (shop, locale, slot_names),
        records.* exclude (message_key, locale),
        contents.locale,
        whole.cut_field is not null as is_truncated, -- then no other rule speaks of its values
        contents.slot_names as wanted,
        coalesce(marks.marked, []::varchar[]) as marked,
        if(marks.marked is null, contents.slot_names,
            judged_names(contents.slot_names, marks.marked)) as slot_names
    from private.mail_contents as contents
    inner join private.mail_records as records using (message_key)
    inner join facts.judged_mails as whole using (message_key)
    left join marks using (message_key)
)

select
    message_key,
    shop,
    order_id,
    order_match,
    kind,
    order_key,
    record_version,
    sent_at,
    local_day,
    fulfilment,
    country,
    line_ids,
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
    if(list_contains(marked, 'link'), null,
        slot_values[list_position(slot_names, 'TRACKING_LINK')]) as tracking_link,
    slot_values[list_position(slot_names, 'ESTIMATED_DELIVERY_DATE')] as delivery_date,
    slot_values[list_position(slot_names, 'CARRIER')] as carrier,
    slot_values[list_position(slot_names, 'ORDER_TOTAL')] as total,
    slot_values[list_position(slot_names, 'CONTACT_INFO')] as contact,
    if(list_has_any(marked, ['link', 'TRACKING_LINK']), null, link_slot_target) as link_target
from judged
