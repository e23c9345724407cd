-- Where no slot says it: which required facts of the order does the mail show anywhere?
-- grain: one row per confirmation or shipping mail whose template lacks a required slot
-- key: message_key
with mails as (
    select
        said.message_key,
        said.shop,
        records.order_id,
        records.order_key,
        records.postcode,
        records.city,
        concat_ws(' ', texts.subject, texts.text) as text,
        spelled(concat_ws(' ', texts.subject, texts.text)) as spelled_text
    from private.mail_values as said
    inner join private.mail_records as records using (message_key)
    inner join private.messages as texts using (message_key)
    where
        not said.is_truncated
        and said.kind in ('order_confirmation', 'shipping_notice')
        and not coalesce(said.has_template and list_has_all(said.wanted, case said.kind
            when 'order_confirmation' then ['ORDER_NUMBER', 'ORDER_SUMMARY', 'SHIPPING_ADDRESS',
                'ESTIMATED_SHIPPING_TIME', 'CONTACT_INFO']
            else ['ORDER_NUMBER', 'CONTACT_INFO'] end), false)
),

goods as (
    select shop, order_id, list(distinct spelled(title)) as titles
    from staging.order_items
    where title <> ''
    group by shop, order_id
),

domains as (
    select shop, list(domain) as domains from seeds.domains group by shop
)

select
    mails.message_key,
    contains(
        upper(regexp_replace(mails.text, '[^0-9A-Za-z]', '', 'g')), mails.order_key
    ) as order_number,
    goods.titles is null or holds_one(mails.spelled_text, goods.titles) as items,
    coalesce(concat(mails.postcode, mails.city), '') = ''
    or coalesce(contains(mails.spelled_text, spelled(nullif(mails.postcode, ''))), false)
    or coalesce(contains(mails.spelled_text, spelled(nullif(mails.city, ''))), false) as address,
    made.message_key is not null as shipping_time,
    regexp_matches(mails.text, '[^\s@]@[^\s@]+[.][A-Za-z]{2}')
    or regexp_matches(lower(mails.text), '([+][0-9]|(tel|phone|fon|hotline|call|anruf|llam|whatsapp)'
        || '[^0-9\n]{0,20}[0-9])([ ()/.-]{0,2}[0-9]){6}') -- a date or a parcel is no phone
    or coalesce(holds_one(lower(mails.text), domains.domains), false) as contact
from mails
left join goods using (shop, order_id)
left join domains using (shop)
left join (select distinct message_key from steps.mail_promises) as made using (message_key)
