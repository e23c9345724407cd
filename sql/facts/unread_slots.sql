-- In which slots of each mail stands something that another rule speaks of?
-- grain: one row per mail and slot with a placeholder, a null, a dummy or broken letters
-- key: message_key, slot
with marks as (
    select
        message_key,
        unnest(mark_places) as slot,
        unnest(mark_kinds) as mark_kind
    from private.mail_contents
    where array_length(mark_places) > 0
)

select message_key, slot, bool_or(mark_kind <> 'mojibake') as is_empty
from marks
where slot not in ('subject', 'text', 'link')
group by message_key, slot
