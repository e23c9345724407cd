-- Which waits did a person record as escalated, and when?
-- grain: one row per wait so recorded
-- key: wait_id
select
    subject as wait_id,
    min(coalesce(
        try_cast(regexp_extract(payload, '[0-9]{4}-[0-9-]{5}[T ][0-9:]{5,8}') as timestamp),
        made_at
    )) as escalated_at
from desk.decisions
where kind = 'escalated'
group by subject
