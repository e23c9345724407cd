-- How much tracking does each mail give for each parcel that it is about?
-- grain: one row per mail about a parcel, and parcel
-- key: shop, message_key, shipment_id
select
    signs.shop,
    signs.shipment_id,
    signs.message_key,
    mails.order_id,
    mails.kind,
    mails.accepted_at,
    mails.delivery_state,
    mails.was_delivered,
    mails.is_archived,
    signs.is_read,
    case when signs.is_read then signs.has_number end as has_number,
    case when signs.is_read then signs.has_link end as has_link,
    case when signs.is_read then signs.has_date end as has_date,
    case -- a rung counts only on top of those below it
        when not signs.is_read or not signs.has_number then 1
        when not signs.is_of_order then 2
        when not signs.is_format_right then 3
        when not signs.is_carrier_right then 4
        when not (signs.has_link and signs.is_link_right) then 5
        when not signs.has_date then 6
        when not signs.is_date_right then 7
        else 8
    end as height,
    mails.is_history
from facts.tracking_signs as signs
inner join facts.order_mails as mails using (shop, message_key)
where mails.kind <> 'delay_notice' -- repeats a number that was to be told before
