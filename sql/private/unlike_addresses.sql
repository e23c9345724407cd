-- Which addresses in order mails are not by every letter those of the record?
-- grain: one row per mail whose address is to be looked at closely
-- key: message_key
with pairs as (
    select
        said.message_key,
        said.address as said,
        if(records.fulfilment = 'pickup', '', people.street) as street,
        people.postcode,
        people.city,
        case
            when records.fulfilment = 'pickup' or coalesce(trim(people.street), '') = ''
                then people.pickup_point
        end as pickup_point,
        ' ' || translate(lower(said.address), chr(10) || ',;', '   ') || ' ' as line
    from private.mail_values as said
    inner join private.mail_records as records using (message_key)
    inner join private.order_versions as people
        on
            people.shop = records.shop
            and people.order_id = records.order_id
            and people.version = records.record_version
    where
        not said.is_truncated
        and said.address <> ''
        -- bills go elsewhere, and an order that is edited may go elsewhere than before
        and said.kind in (
            'order_confirmation', 'shipping_notice', 'delivery_update', 'delay_notice'
        )
        and coalesce(records.fulfilment, '') <> 'digital'
)

select message_key, said, street, postcode, city, pickup_point
from pairs
where
    (street <> '' or pickup_point <> '') -- else nothing is known to compare
    and (
        pickup_point <> ''
        or not (
            contains(line, ' ' || lower(street) || ' ')
            and contains(line, coalesce(' ' || lower(nullif(postcode, '')) || ' ', ''))
            and contains(line, coalesce(' ' || lower(nullif(city, '')) || ' ', ''))
        )
    )
