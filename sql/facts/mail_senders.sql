-- Did each order mail come from its shop, by address, by name and by what checked it on its way?
-- grain: one row per archived order mail with a sender
-- key: message_key
with sent as (
    select
        mails.message_key, mails.shop, days.local_day, texts.from_address,
        split_part(texts.from_address, '@', 2) as domain,
        texts.from_name,
        coalesce(texts.dmarc = 'fail', false) as is_refused
    from facts.order_mails as mails
    inner join facts.mail_days as days using (message_key)
    inner join private.messages as texts using (message_key)
    -- whose address became a team's is ours
    where mails.is_archived and texts.from_address like '%@%'
),

addresses as (
    select distinct shop, from_address, domain from sent
),

names as (
    select from_name, folded(from_name) as name
    from (select distinct from_name from sent) as found
),

own as (
    select distinct found.shop, found.from_address
    from addresses as found
    left join seeds.domains as domains
        on
            domains.shop = found.shop
            and (found.domain = lower(domains.domain)
                or ends_with(found.domain, '.' || lower(domains.domain)))
    left join seeds.own_addresses as listed
        on listed.shop = found.shop and lower(trim(listed.address)) = found.from_address
    where domains.domain is not null or listed.address is not null
),

listed as ( -- of a whole address or of its domain
    select
        shops.shop, lower(trim(senders.address)) as address, folded(senders.name) as name,
        coalesce(senders.valid_from_day, date '0001-01-01') as valid_from_day
    from seeds.senders as senders
    inner join seeds.shops as shops on senders.shop in ('*', shops.shop)
)

select
    sent.message_key,
    any_value(sent.is_refused) as is_refused,
    bool_or(own.from_address is not null
        or coalesce(listed.address in (sent.from_address, sent.domain, '@' || sent.domain), false))
        as is_address_ours,
    -- null where nobody listed names
    bool_or(listed.name = coalesce(names.name, '')) as is_name_ours
from sent
left join names on names.from_name = sent.from_name
left join own on own.shop = sent.shop and own.from_address = sent.from_address
left join listed on listed.shop = sent.shop and listed.valid_from_day <= sent.local_day
group by sent.message_key
