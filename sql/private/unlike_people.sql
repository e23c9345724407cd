-- Which names and addresses in order mails are not by every letter those of the record?
-- grain: one row per mail whose name or address is to be looked at closely
-- key: message_key
with pairs as (
    select
        said.message_key,
        said.customer_name,
        people.name,
        said.address,
        if(said.fulfilment = 'pickup', '', people.street) as street,
        people.postcode,
        people.city,
        if(said.fulfilment = 'pickup' or coalesce(trim(people.street), '') = '',
            people.pickup_point, null) as pickup_point,
        ' ' || translate(lower(said.address), chr(10) || ',;', '   ') || ' ' as line,
        -- bills go elsewhere, and an order that is edited may go elsewhere than before
        said.kind in ('order_confirmation', 'shipping_notice', 'delivery_update', 'delay_notice')
        and coalesce(said.fulfilment, '') <> 'digital' as is_to_be_there
    from private.mail_values as said
    inner join private.order_versions as people
        on
            people.shop = said.shop
            and people.order_id = said.order_id
            and people.version = said.record_version
    where not said.is_truncated and concat(said.customer_name, said.address) <> ''
),

compared as (
    select
        *,
        -- the first name alone is no other name
        case
            when customer_name = '' or name = '' or customer_name = name then false
            else not contains(' ' || lower(name) || ' ', ' ' || lower(customer_name) || ' ')
        end as is_other_name,
        case
            when pickup_point <> '' then is_to_be_there and address <> ''
            when not is_to_be_there or address = '' or coalesce(street, '') = '' then false
            when contains(address, chr(10) || street || chr(10)) -- most are as the record has them
            and contains(address || chr(10), chr(10) || postcode || ' ' || city || chr(10)) then false
            else not (
                contains(line, ' ' || lower(street) || ' ')
                and contains(line, coalesce(' ' || lower(nullif(postcode, '')) || ' ', ''))
                and contains(line, coalesce(' ' || lower(nullif(city, '')) || ' ', ''))
            )
        end as is_other_address
    from pairs
)

select
    message_key,
    if(is_other_name, customer_name, null) as customer_name,
    name,
    if(is_other_address, address, null) as address,
    street,
    postcode,
    city,
    pickup_point
from compared
where is_other_name or is_other_address
