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
        records.order_id,
        records.record_version
    from private.value_checks as found
    inner join private.mail_records as records using (message_key)
    where found.field in ('customer_name', 'address')
),

named as (
    select wrong.*, people.order_id as other_id, people.version as other_version
    from wrong
    inner join private.order_versions as people
        on people.shop = wrong.shop and lower(people.name) = wrong.search_key
    where wrong.field = 'customer_name'
),

placed as (
    select wrong.*, people.order_id as other_id, people.version as other_version
    from wrong
    inner join private.order_versions as people
        on people.shop = wrong.shop and lower(replace(people.postcode, ' ', '')) = wrong.search_key
    inner join private.order_versions as own
        on
            own.shop = wrong.shop
            and own.order_id = wrong.order_id
            and own.version = wrong.record_version
    where
        wrong.field = 'address'
        and people.street <> ''
        and not coalesce(spelled(people.street || ' ' || people.postcode)
            = spelled(own.street || ' ' || own.postcode), false)
        and contains(
            ' ' || spelled(wrong.observed_value) || ' ', ' ' || spelled(people.street) || ' ')
)

select distinct found.message_key, found.field, found.observed_value
from (select * from named union all select * from placed) as found
inner join staging.order_versions as others
    on
        others.shop = found.shop
        and others.order_id = found.other_id
        and others.version = found.other_version
where others.customer_key <> found.customer_key
union all
select message_key, field, observed_value
from private.foreign_numbers
