-- Where no slot says it: which required facts of the order does the mail show anywhere?
-- grain: one row per confirmation or shipping mail with a required slot that is empty or not there
-- key: message_key
with mails as (
    select
        said.message_key,
        records.shop,
        records.order_id,
        records.record_version,
        records.order_key,
        concat_ws(' ', texts.subject, texts.text) as text
    from private.mails_with_gaps as said
    inner join private.mail_records as records using (message_key)
    inner join private.messages as texts using (message_key)
),

named as (
    select mails.message_key, bool_or(contains(spelled(mails.text), spelled(lines.title))) as items
    from mails
    inner join staging.order_items as lines using (shop, order_id)
    where lines.title <> ''
    group by mails.message_key
),

ours as (
    select mails.message_key, bool_or(contains(lower(mails.text), own.domain)) as is_linked
    from mails
    inner join seeds.domains as own using (shop)
    group by mails.message_key
)

select
    mails.message_key,
    contains(upper(regexp_replace(mails.text, '[^0-9A-Za-z]', '', 'g')), mails.order_key)
        as order_number,
    coalesce(named.items, true) as items,
    coalesce(named.items, false) as has_items,
    coalesce(concat(people.postcode, people.city), '') = ''
    or coalesce(contains(spelled(mails.text), spelled(nullif(people.postcode, ''))), false)
    or coalesce(contains(spelled(mails.text), spelled(nullif(people.city, ''))), false) as address,
    speaks_of_shipping(mails.text)
    or mails.message_key in (select message_key from steps.mail_promises) as shipping_time,
    gives_a_contact(mails.text)
    or coalesce(ours.is_linked, false) as contact
from mails
left join named using (message_key)
left join ours using (message_key)
left join private.order_versions as people
    on
        people.shop = mails.shop
        and people.order_id = mails.order_id
        and people.version = mails.record_version
