-- To which of the addresses do a shop's people forward what they cannot answer?
-- grain: one row per shop and key of such an address, and the day from which it is one
-- key: shop, address_key
with ways as (
    select
        shops.shop,
        lower(trim(ways.value)) as address,
        coalesce(ways.valid_from_day, date '0001-01-01') as valid_from_day
    from seeds.escalation_ways as ways
    inner join seeds.shops as shops on ways.shop in ('*', shops.shop)
    where ways.way = 'address'
),

known as (
    select key, address, is_own from private.addresses
    union all
    -- an address of our people is read as their team: a mail to the team is one to it
    select 'team:' || team as key, lower(trim(address)) as address, true as is_own
    from seeds.teams
),

found as (
    select ways.shop, known.key, ways.valid_from_day
    from ways
    inner join known using (address)
    union all
    select ways.shop, known.key, ways.valid_from_day
    from ways -- escalation@, whatever own domain follows
    inner join (select key, address from known where is_own) as known
        on ends_with(ways.address, '@') and starts_with(known.address, ways.address)
)

select shop, key as address_key, min(valid_from_day) as valid_from_day
from found
group by shop, key
