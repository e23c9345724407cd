-- Which addresses and telephone numbers stand in the words by which mails name our contact?
-- grain: one row per shop, such words and contact in them
-- key: shop, value, kind, contact
with said as (
    select distinct shop, value
    from private.mail_slots
    where slot = 'CONTACT_INFO' and trim(value) <> ''
),

plain as ( -- links, addresses, days and hours hold digits, too
    select
        shop,
        value,
        regexp_replace(
            regexp_replace(value, '(?i)(https?://|www[.])\S+|\S+@\S+|\d{4}-\d\d-\d\d', ' ', 'g'),
            '\b\d{1,2}[.:h]\d\d(\D{1,7}\d{1,2}[.:h]\d\d)?\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b',
            ' ', 'g'
        ) as words
    from said
),

found as (
    select
        shop, value, 'email' as kind,
        unnest(regexp_extract_all(
            lower(value), '[a-z0-9._%+-]+@[^\s@<>"'',;:()\[\]|/]+[.][^\W\d_]{2,}'
        )) as contact
    from said
    union all
    select
        shop, value, 'phone' as kind,
        unnest(regexp_extract_all(
            ' ' || words, '[^\w]([+(]?\d[\d ()/.\x{a0}\x{2011}–-]{4,}\d)', 1
        )) as contact
    from plain
)

select distinct
    shop, value, kind, if(kind = 'phone', phone_digits(contact), contact) as contact
from found
where kind = 'email' or length(regexp_replace(contact, '[^0-9]', '', 'g')) >= 7
