-- How much tracking does each mail give for each parcel that it is about?
-- grain: one row per mail about a parcel, and parcel
-- key: shop, message_key, shipment_id
with signs as (
    select
        matched.shop,
        matched.message_key,
        matched.shipment_id,
        -- what a mail says that we only know from events, nobody can tell
        found.message_key is not null as is_read,
        matched.is_named or found.labelled_number is not null as has_number,
        -- a link with another parcel's number is that parcel's link
        list_contains(found.linked_numbers, parcels.number_key)
        or (found.has_tracking_link and coalesce(array_length(found.linked_numbers), 0) = 0) as has_link,
        found.has_delivery_date as has_date
    from facts.parcels_in_mails as matched
    left join private.mail_signs as found using (message_key)
    inner join staging.shipments as parcels using (shop, shipment_id)
)

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
    case when signs.is_read then coalesce(signs.has_link, false) end as has_link,
    signs.has_date,
    case -- a rung counts only on top of those below it
        when not signs.is_read then 1
        when not signs.has_number then 1
        when not coalesce(signs.has_link, false) then 2
        when not signs.has_date then 3
        else 4
    end as height,
    mails.is_history
from signs
inner join facts.order_mails as mails using (shop, message_key)
where mails.kind <> 'delay_notice' -- repeats a number that was to be told before
