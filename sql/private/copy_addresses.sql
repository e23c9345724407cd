-- Which foreign addresses only get copies of what we send: archives, review platforms?
-- grain: one row per such address (a copy to one of our own addresses needs no list)
-- key: key
-- Known by the settings, or by an archived copy whose headers say where it was delivered, when
-- nobody addressed it there and no order is of that person.
with archived as (
    select
        mails.message_key,
        mails.to_addresses,
        unnest(mails.delivered_to) as address
    from raw.messages as mails
    inner join private.addresses as senders
        on senders.address = lower(trim(mails.from_address)) and senders.is_own
    where
        mails.message_key in (
            select message_key from staging.message_locations where role = 'archive'
        )
),

arrived as (
    select distinct address
    from archived
    where
        not list_contains(coalesce(to_addresses, []::varchar[]), address)
        and address not in (
            select lower(trim(email)) from raw.order_versions where email is not null
            union all
            select unnest(other_emails) from raw.order_versions
        )
)

select addresses.key, addresses.address
from private.addresses as addresses
left join arrived on arrived.address = addresses.address
left join seeds.copies as copies
    on
        copies.address = addresses.address
        or copies.address = split_part(addresses.address, '@', 2)
        or ends_with(split_part(addresses.address, '@', 2), '.' || copies.address)
where not addresses.is_own and (arrived.address is not null or copies.address is not null)
group by addresses.key, addresses.address
