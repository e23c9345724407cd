-- Which wrong values in order mails are exactly those of another customer of the shop?
-- grain: one row per mail and field with such a value
-- key: message_key, field
with wrong as (
    select
        found.message_key,
        found.field,
        found.observed_value,
        unnest(found.search_keys) as search_key,
        records.shop,
        records.customer_key,
        spelled(records.street) as street,
        lower(regexp_replace(records.postcode, '[^0-9A-Za-z]', '', 'g')) as postcode
    from private.value_checks as found
    inner join private.mail_records as records using (message_key)
    where found.field in ('customer_name', 'address')
),

others as (
    select distinct
        people.shop,
        orders.customer_key,
        spelled(people.name) as name,
        spelled(people.street) as street,
        lower(regexp_replace(people.postcode, '[^0-9A-Za-z]', '', 'g')) as postcode
    from private.order_versions as people
    inner join staging.order_versions as orders using (shop, order_id, version)
    where orders.customer_key is not null
)

select distinct wrong.message_key, wrong.field, wrong.observed_value
from wrong
inner join others on others.shop = wrong.shop and others.name = wrong.search_key
where wrong.field = 'customer_name' and others.customer_key <> wrong.customer_key
union all
select distinct wrong.message_key, wrong.field, wrong.observed_value
from wrong
inner join others on others.shop = wrong.shop and others.postcode = wrong.search_key
where
    wrong.field = 'address'
    and others.customer_key <> wrong.customer_key
    and others.street <> ''
    and (others.street <> wrong.street or others.postcode <> wrong.postcode)
    and contains(' ' || spelled(wrong.observed_value) || ' ', ' ' || others.street || ' ')
union all
select said.message_key, said.field, said.observed_value
from private.foreign_numbers as said
