-- TONE: The text shouts at the customer or blames them.
-- needs: templates or answers of people
-- owner: customer support
-- do: Say it calmly, and without whose fault it was.
-- version: 1
with judged as (
    select *, unnest(['capitals', 'exclamation', 'blame']) as field
    from facts.clarity
),

found as (
    select
        *,
        case field
            when 'capitals'
                then if(
                    capitals_share > 0.15 and capital_words >= 2,
                    capital_words || ' words in capitals', null
                )
            when 'exclamation'
                then if(exclamations >= 2 or is_shouting, 'exclamation marks in rows', null)
            else blame
        end as observed
    from judged
)

select
    found.subject_kind || ' ' || found.subject_key || ' ' || found.field as identity,
    coalesce(mails.shop, split_part(found.subject_key, '|', 1)) as shop,
    mails.order_id,
    mails.message_key,
    if(mails.message_key is null, split_part(found.subject_key, '|', 2), null) as template,
    if(mails.message_key is null, split_part(found.subject_key, '|', 3), null) as version,
    'minor' as severity,
    found.field,
    if(found.field = 'blame', found.blame, null) as cause,
    'a calm and friendly tone' as expected,
    found.observed,
    'the text without its slots' as evidence,
    coalesce(mails.happened_at, used.first_sent_at) as found_at
from found
left join facts.messages as mails
    on found.subject_kind = 'reply' and mails.message_key = found.subject_key
left join facts.template_uses as used
    on found.subject_kind = 'template' and used.subject_key = found.subject_key
where found.observed is not null and coalesce(mails.happened_at, used.first_sent_at) is not null
