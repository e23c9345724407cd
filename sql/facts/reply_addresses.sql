-- Does an answer to each order mail reach somebody?
-- grain: one row per archived order mail that says where answers go
-- key: message_key
with sent as (
    select
        mails.message_key, mails.shop, days.local_day,
        coalesce(nullif(texts.reply_to_address, ''), texts.from_address) as address
    from facts.order_mails as mails
    inner join facts.mail_days as days using (message_key)
    inner join private.messages as texts using (message_key)
    where mails.is_archived
),

addresses as (
    select distinct address
    from sent
    where address like '%@%' -- a colleague's address became a team's: it is read
),

marked as (
    select
        found.address,
        coalesce(bool_or(regexp_matches(
            regexp_replace(split_part(found.address, '@', 1), '[._-]', '', 'g'), ends.pattern
        )), false) as is_dead_end,
        coalesce(bool_or(known.is_own), false) as is_own
    from addresses as found
    left join seeds.dead_ends as ends on ends.pattern is not null
    left join private.addresses as known on known.address = found.address
    group by found.address
),

listed as (
    select
        sent.message_key,
        bool_or(contacts.contact = sent.address and contacts.valid_until_day > sent.local_day)
            as is_contact
    from sent
    inner join private.official_contacts as contacts
        on
            contacts.shop = sent.shop
            and contacts.kind = 'email'
            and contacts.valid_from_day <= sent.local_day
    group by sent.message_key
)

select
    sent.message_key,
    case
        when marked.is_dead_end then 'no_reply'
        when listed.is_contact then 'contact'
        when not marked.is_own then 'foreign'
        when not listed.is_contact then 'not_a_contact'
        else 'own'
    end as leads_to
from sent
inner join marked using (address)
left join listed using (message_key)
