-- Which mails about an order are held against their template, and which fit one of the shop's own?
-- grain: one row per archived automated mail about an order whose body was looked at
-- key: message_key
with least as ( -- of a mail that is a stump nobody knows the template; it would be this at least
    select shop, kind, min(fixed_words) as fixed_words
    from private.mail_contents as contents
    inner join private.subjects as subjects using (message_key)
    where contents.how = 'template'
    group by shop, kind
)

select
    mails.shop,
    mails.message_key,
    mails.order_id,
    mails.kind,
    mails.accepted_at,
    contents.template,
    contents.version,
    contents.locale,
    contents.how,
    contents.is_active_version,
    contents.active_version,
    coalesce(contents.how = 'template', false) as has_template,
    case
        when coalesce(contents.body_words, 0) = 0 then 'body'
        when contents.body_words < 0.4 * if(
            contents.how = 'template', contents.fixed_words, least.fixed_words
        ) then 'body'
        when contents.how = 'template' and not contents.is_closing_found then 'closing'
    end as cut_field,
    contents.body_words,
    contents.language
from facts.order_mails as mails
inner join private.mail_contents as contents using (message_key)
left join least on least.shop = mails.shop and least.kind = mails.kind
where mails.is_archived
