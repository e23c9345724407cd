-- By which addresses and telephone numbers may customers reach each shop, and on which days?
-- grain: one row per shop, contact and day from which it holds
-- key: shop, kind, contact, valid_from_day
with listed as (
    select
        shops.shop,
        contacts.kind,
        case
            when contacts.kind = 'phone' then phone_digits(contacts.value)
            else lower(trim(contacts.value))
        end as contact,
        coalesce(contacts.valid_from_day, date '0001-01-01') as valid_from_day,
        coalesce(contacts.valid_until_day, date '9999-12-31') as valid_until_day
    from seeds.contacts as contacts
    inner join seeds.shops as shops on contacts.shop in ('*', shops.shop)
)

select shop, kind, contact, valid_from_day, max(valid_until_day) as valid_until_day
from listed
where contact <> ''
group by shop, kind, contact, valid_from_day
