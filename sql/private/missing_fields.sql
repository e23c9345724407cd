-- Which required facts does each confirmation and shipping mail lack?
-- grain: one row per mail that lacks any
-- key: message_key
with judged as (
    select said.*,
        coalesce(nullif(said.tracking_link, ''), 'to ' || said.link_target) as link,
        records.fulfilment,
        coalesce(places.has_street or places.has_postcode or places.has_city, false) as has_address,
        if(said.has_template, said.wanted, []::varchar[]) as asked,
        shown.order_number as shows_number,
        shown.items as shows_items,
        shown.has_items,
        shown.address as shows_address,
        shown.shipping_time as shows_time,
        shown.contact as shows_contact,
        coalesce(tracking.has_number, true) as has_number,
        coalesce(tracking.has_link, true) as has_link,
        coalesce(tracking.has_date, true) as has_date
    from private.mails_with_gaps as said
    inner join private.mail_records as records using (message_key)
    left join staging.order_versions as places
        on places.shop = records.shop and places.order_id = records.order_id
        and places.version = records.record_version
    left join private.shown_fields as shown using (message_key)
    left join private.shown_tracking as tracking using (message_key)
    where not (said.kind = 'shipping_notice' and coalesce(tracking.is_excluded, false))
),

lacking as (
    select message_key, kind, how, [
        lacks('ORDER_NUMBER', 'order_number', order_number, asked, marked, shows_number),
        lacks('CONTACT_INFO', 'contact', contact, asked, marked, shows_contact)
    ] || case
        when kind = 'order_confirmation' then [
            -- goods and addresses stand in many forms: what is shown anywhere is not missing
            case when not coalesce(has_items, false)
                then lacks('ORDER_SUMMARY', 'items', items, asked, marked, shows_items) end,
            case when has_address and not coalesce(shows_address, false)
                    and coalesce(fulfilment, '') not in ('pickup', 'digital')
                then lacks('SHIPPING_ADDRESS', 'address', address, asked, marked, shows_address)
            end,
            case when coalesce(fulfilment, '') not in ('pickup', 'digital')
                then lacks('ESTIMATED_SHIPPING_TIME', 'shipping_time', shipping_time, asked, marked,
                    shows_time) end
        ]
        else [
            lacks('TRACKING_NUMBER', 'tracking_number', tracking_number, asked, marked, has_number),
            lacks('TRACKING_LINK', 'tracking_link', link, asked, list_append(marked,
                if(list_contains(marked, 'link'), 'TRACKING_LINK', '')), has_link),
            lacks('ESTIMATED_DELIVERY_DATE', 'delivery_date', delivery_date, asked, marked, has_date)
        ]
    end as fields
    from judged
)

select message_key, kind, list_sort(list_distinct(fields)) as fields -- nulls fall out
from lacking
where array_length(list_distinct(fields)) > 0
    -- of a stump that nobody knows, all is missing: another rule tells of it
    and (how <> 'unknown' or array_length(list_distinct(fields)) < 3)
