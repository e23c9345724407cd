-- What holds of all that people decided about each error, and when did somebody first react?
-- grain: one row per error that somebody decided about
-- key: fingerprint
-- A mute holds through its last day; after it holds what held before.
with errors as (
    select distinct fingerprint, shop from cases.findings
),

told as (
    select
        events.*,
        events.state <> 'muted' or coalesce(events.until_day >= now.local_day, false) as holds
    from facts.error_events as events
    inner join errors using (fingerprint)
    inner join cases.read_until as now using (shop)
),

ever as (
    select
        fingerprint,
        arg_max(owner, event_number) filter (where owner is not null) as owner,
        arg_max(due_day, event_number) filter (where due_day is not null) as due_day,
        arg_max(decision_id, event_number) as newest_decision_id,
        min(made_at) filter (where state <> 'new') as acknowledged_at,
        min(event_number) filter (where state = 'fixed') as first_fix
    from told
    group by fingerprint
),

holding as (
    select *
    from told
    where holds
    qualify row_number() over (partition by fingerprint order by event_number desc) = 1
)

select
    ever.fingerprint,
    coalesce(holding.state, 'new') as state,
    holding.made_at,
    holding.reason,
    holding.fixed_at,
    holding.fixed_version,
    case when holding.state = 'muted' then holding.until_day end as muted_until_day,
    coalesce(holding.event_number > ever.first_fix, false) as is_fixed_again,
    ever.owner,
    ever.due_day,
    ever.acknowledged_at,
    ever.newest_decision_id
from ever
left join holding using (fingerprint)
