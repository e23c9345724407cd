-- Which single findings did a person judge, and are they errors?
-- grain: one row per finding that somebody judged
-- key: finding_id
select
    subject as finding_id,
    payload like '%"is_error": "true"%' as is_error
from desk.events
where kind = 'finding_judged' and payload like '%"is_error": "%'
qualify row_number() over (partition by subject order by event_number desc) = 1
