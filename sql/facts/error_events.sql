-- What did people decide about each recurring error, one after the other?
-- grain: one row per decision about an error that was not taken back
-- key: decision_id
with told as (
    select
        *,
        regexp_extract(payload, '"state": ?"([a-z_]+)"', 1) as state,
        regexp_extract(payload, '"owner": ?"((?:[^"\\]|\\.){1,200})"', 1) as owner,
        regexp_extract(payload, '"fixed_version": ?"((?:[^"\\]|\\.){1,200})"', 1) as fixed_version,
        regexp_extract(payload, '"due_day": ?"([0-9-]{10})"', 1) as due_day,
        regexp_extract(payload, '"until_day": ?"([0-9-]{10})"', 1) as until_day,
        regexp_extract(payload, '"fixed_at": ?"([0-9T:. -]{10,26})"', 1) as fixed_at
    from desk.events
    where kind = 'error_state'
)

select
    decision_id,
    subject as fingerprint,
    row_number() over (partition by subject order by event_number) as event_number,
    state,
    nullif(replace(owner, '\"', '"'), '') as owner,
    try_cast(due_day as date) as due_day,
    try_cast(until_day as date) as until_day,
    try_cast(fixed_at as timestamp) as fixed_at,
    nullif(replace(fixed_version, '\"', '"'), '') as fixed_version,
    nullif(trim(reason), '') as reason,
    made_at,
    made_by
from told
where
    state in (
        'new', 'acknowledged', 'being_fixed', 'fixed', 'accepted', 'muted', 'not_an_error'
    )
