-- Which kind did a person give a message, by a word on itself or on the wait it belongs to?
-- grain: one row per message that somebody decided on
-- key: message_key
with said as (
    select
        subject as message_key,
        regexp_extract(payload, '"kind": ?"([a-z_]+)"', 1) as kind,
        cast(null as varchar) as wait_id,
        made_at,
        decision_id
    from desk.decisions
    where kind = 'mail_kind'
    union all
    select -- what a person took off the list, with the messages that were read then
        unnest(string_split(
            regexp_replace(coalesce(nullif(payload, ''), subject), '[^0-9A-Za-z,:_-]', '', 'g'), ','
        )) as message_key,
        'no_answer_needed' as kind,
        subject as wait_id,
        made_at,
        decision_id
    from desk.decisions
    where kind = 'no_answer_needed'
)

select message_key, kind, wait_id
from said
where
    kind in (
        'inquiry', 'auto_reply', 'bounce', 'bulk', 'internal', 'spam', 'no_answer_needed', 'other'
    )
qualify row_number() over ( -- the newest word holds
    partition by message_key order by made_at desc, wait_id nulls first, decision_id
) = 1
