-- To whom was each mail addressed, and is that one of our own or of our copies'?
-- grain: one row per mail and addressee (To and Cc)
-- key: message_key, recipient_key
with addressed as (
    select
        message_key,
        lower(trim(unnest(to_addresses))) as address,
        generate_subscripts(to_addresses, 1) as position
    from raw.messages
)

select
    addressed.message_key,
    addresses.key as recipient_key,
    min(addressed.position) as position,
    bool_or(addresses.is_own or copies.key is not null) as is_own,
    min(addresses.own_shop) as own_shop
from addressed
inner join private.addresses as addresses on addresses.address = addressed.address
left join private.copy_addresses as copies on copies.key = addresses.key
group by addressed.message_key, addresses.key
