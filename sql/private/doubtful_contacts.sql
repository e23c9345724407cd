-- Which words of contact slots hold a contact that is not on the shop's list, or was not always?
-- grain: one row per shop and such words
-- key: shop, value
select distinct found.shop, found.value
from private.said_contacts as found
left join private.official_contacts as listed
    on
        listed.shop = found.shop
        and listed.kind = found.kind
        and listed.contact = found.contact
        and listed.valid_from_day = date '0001-01-01'
        and listed.valid_until_day = date '9999-12-31'
where listed.contact is null
