-- What of the tracking does each mail give for each parcel that it is about?
-- grain: one row per mail about a parcel, and parcel
-- key: shop, message_key, shipment_id
-- What nobody could read contradicts nothing: a shop without templates loses no parcel by that.
with checked as ( -- what a mail says of this parcel, else of a number without one
    select matched.shop, matched.message_key, matched.shipment_id, checks.* exclude (
        shop, message_key, shipment_id)
    from facts.parcels_in_mails as matched
    inner join private.tracking_checks as checks
        on
            checks.message_key = matched.message_key
            and coalesce(checks.shipment_id, matched.shipment_id) = matched.shipment_id
    qualify row_number() over (
        partition by matched.shop, matched.message_key, matched.shipment_id
        order by if(checks.shipment_id is null, 1, 0), if(checks.is_of_order, 0, 1),
            checks.number_key
    ) = 1
)

select
    matched.shop,
    matched.message_key,
    matched.shipment_id,
    -- what a mail says that we only know from events, nobody can tell
    coalesce(found.message_key, slots.message_key, checked.message_key) is not null as is_read,
    coalesce(slots.has_number, matched.is_named or found.labelled_number is not null)
        as has_number,
    case
        when checked.message_key is not null then coalesce(checked.is_of_order, true)
        else matched.is_named or found.labelled_number is null or parcels.number_key is null
    end as is_of_order,
    not coalesce(checked.format_wrong, false) as is_format_right,
    not coalesce(checked.is_carrier_wrong, false) as is_carrier_right,
    coalesce(
        slots.has_link,
        -- a link with another parcel's number is that parcel's link
        list_contains(found.linked_numbers, parcels.number_key)
        or (found.has_tracking_link and coalesce(array_length(found.linked_numbers), 0) = 0),
        false
    ) as has_link,
    not coalesce(checked.link_wrong, false) as is_link_right,
    coalesce(slots.has_date, checked.has_date, found.has_delivery_date, false) as has_date,
    coalesce(checked.has_date, true) and not coalesce(checked.is_date_bad, false) as is_date_right
from facts.parcels_in_mails as matched
inner join staging.shipments as parcels using (shop, shipment_id)
left join private.mail_signs as found using (message_key)
left join facts.tracking_slots as slots using (message_key)
left join checked using (shop, message_key, shipment_id)
