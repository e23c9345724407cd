-- CONTACT_WRONG: The mail names an address or a telephone number that is not the shop's.
-- needs: archive of sent mail; the shop's contacts (contacts.csv)
-- owner: customer support
-- do: Correct the contact in the template, or list it in contacts.csv if it is right.
-- version: 1
with said as (
    select
        mails.shop, mails.order_id, mails.message_key, mails.accepted_at,
        days.local_day, found.kind, found.contact
    from facts.order_mails as mails
    inner join private.mail_slots as slots using (message_key)
    inner join facts.mail_days as days using (message_key)
    inner join private.said_contacts as found
        on found.shop = mails.shop and found.value = slots.value
    left join private.official_contacts as known -- by every letter: most are
        on known.shop = found.shop and known.kind = found.kind and known.contact = found.contact
            and known.valid_from_day <= days.local_day and known.valid_until_day > days.local_day
    where mails.is_archived and slots.slot = 'CONTACT_INFO' and known.contact is null
),

judged as (
    select
        said.message_key, said.kind, said.contact,
        bool_or(
            listed.valid_until_day > said.local_day
            and (
                listed.contact = said.contact
                -- with or without the code of the country
                or (said.kind = 'phone' and ends_with(listed.contact, said.contact))
                or (said.kind = 'phone' and ends_with(said.contact, listed.contact))
            )
        ) as is_official
    from said
    inner join private.official_contacts as listed
        on
            listed.shop = said.shop
            and listed.kind = said.kind
            and listed.valid_from_day <= said.local_day
    group by said.message_key, said.kind, said.contact
)

select
    'mail ' || mails.message_key || ' contact' as identity,
    mails.shop,
    mails.order_id,
    null::varchar as shipment_id, mails.message_key, null::varchar as wait_id,
    'major' as severity,
    'contact' as field,
    'a contact on the shop''s list' as expected,
    min(judged.kind) || ' that is not on it' as observed,
    'contact in the mail and contacts.csv' as evidence,
    mails.accepted_at as found_at,
    min(judged.contact) as observed_value
from judged
inner join facts.order_mails as mails using (message_key)
left join facts.unread_slots as unread
    on unread.message_key = judged.message_key and unread.slot = 'CONTACT_INFO'
where not judged.is_official and unread.slot is null
group by all
