-- LANGUAGE_MISMATCH: The mail is in another language than the order.
-- needs: templates, orders with their locale, archive of sent mail
-- owner: customer support
-- do: Choose the template by the order's locale.
-- version: 1
with languages as ( -- in which the shop could have written
    select distinct shop, kind, lower(left(locale, 2)) as language
    from private.template_texts
    where origin <> 'default'
),

judged as (
    select
        mails.*,
        lower(left(orders.locale, 2)) as wanted,
        lower(left(coalesce(if(mails.has_template, mails.locale, null), mails.language), 2)) as used
    from facts.judged_mails as mails
    inner join private.mail_records as records using (message_key)
    inner join staging.order_versions as orders
        on
            orders.shop = records.shop
            and orders.order_id = records.order_id
            and orders.version = records.record_version
    where mails.cut_field is null
)

select
    'mail ' || judged.message_key as identity,
    judged.shop,
    judged.order_id,
    judged.message_key,
    'minor' as severity,
    'language' as field,
    judged.wanted || ' ' || judged.used as cause,
    judged.wanted as expected,
    judged.used as observed,
    'the order''s locale when the mail was sent' as evidence,
    judged.accepted_at as found_at
from judged
inner join languages
    on
        languages.shop = judged.shop
        and languages.kind = coalesce(split_part(judged.template, '.', 1), judged.kind)
        and languages.language = judged.wanted
where judged.used <> judged.wanted
