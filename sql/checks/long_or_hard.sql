-- LONG_OR_HARD: The text is too long or too hard to read.
-- needs: templates or answers of people
-- owner: customer support
-- do: Cut the text, split its longest sentence, use shorter words.
-- version: 1
with judged as (
    select
        *,
        unnest(['words', 'sentence', 'ease']) as field
    from facts.clarity
),

found as (
    select
        *,
        case
            when field = 'words' then if(words > 150, words || ' words', null)
            when field = 'sentence'
                then if(longest_sentence > 30, longest_sentence || ' words in a sentence', null)
            when words < 30 then null -- of so few words no figure of ease holds
            when ease is not null
                then if(ease < 50, 'Flesch ' || cast(round(ease) as integer), null)
            when lix > 50 then 'LIX ' || cast(round(lix) as integer)
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
    case found.field
        when 'words' then 'at most 150 words'
        when 'sentence' then 'at most 30 words in a sentence'
        else if(found.ease is null, 'LIX up to 50', 'Flesch 50 or more')
    end as expected,
    found.observed,
    'the text without its slots' as evidence,
    coalesce(mails.happened_at, used.first_sent_at) as found_at
from found
left join facts.messages as mails
    on found.subject_kind = 'reply' and mails.message_key = found.subject_key
left join facts.template_uses as used
    on found.subject_kind = 'template' and used.subject_key = found.subject_key
where found.observed is not null and coalesce(mails.happened_at, used.first_sent_at) is not null
