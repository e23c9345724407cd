-- Which addresses do we know, whose are they, and which are our own?
-- grain: one row per address
-- key: address
with seen as (
    select from_address as address, from_name as name from raw.messages
    union all
    select reply_to_address as address, null as name from raw.messages
    union all
    select unnest(to_addresses) as address, null as name from raw.messages
    union all
    select email as address, name from raw.order_versions
    union all
    select unnest(other_emails) as address, null as name from raw.order_versions
    union all
    select unnest([sender, coalesce(original_recipient, recipient)]), null from raw.mail_events
    union all
    select recipient as address, null as name from raw.bounces
    union all
    select unnest([author_address, customer_address]), null from raw.ticket_events
    union all
    select unnest([agent_address, customer_address]), null from raw.feedback
),

named as (
    select lower(trim(address)) as address, max(name) as name
    from seen
    where trim(address) <> ''
    group by lower(trim(address))
),

own_domains as (
    -- a sending host such as mail.shop.example is ours as well
    select found.domain, min(domains.shop) as shop, count(distinct domains.shop) as shops
    from (select distinct split_part(address, '@', 2) as domain from named) as found
    inner join seeds.domains as domains
        on found.domain = lower(domains.domain)
            or ends_with(found.domain, '.' || lower(domains.domain))
    group by found.domain
),

own_addresses as (
    select lower(trim(address)) as address, min(shop) as shop, count(distinct shop) as shops
    from seeds.own_addresses
    group by lower(trim(address))
)

select
    customer_key(named.address) as key,
    named.address,
    named.name,
    own_addresses.address is not null
    or own_domains.domain is not null
    or starts_with(named.address, 'team:') as is_own,
    case -- an address that two shops share says nothing about the shop
        when own_addresses.shops = 1 then own_addresses.shop
        when own_addresses.shops is null and own_domains.shops = 1 then own_domains.shop
    end as own_shop
from named
left join own_addresses on own_addresses.address = named.address
left join own_domains on own_domains.domain = split_part(named.address, '@', 2)
