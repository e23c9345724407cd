-- Which messages did a person take off the list of waits, as needing no answer?
-- grain: one row per message, with the wait that it was part of then
-- key: message_key
select message_key, min(wait_id) as wait_id
from (
    select
        subject as wait_id,
        unnest(string_split(
            regexp_replace(coalesce(nullif(payload, ''), subject), '[^0-9A-Za-z,:_-]', '', 'g'),
            ','
        )) as message_key
    from desk.decisions
    where kind = 'no_answer_needed'
) as listed
group by message_key
