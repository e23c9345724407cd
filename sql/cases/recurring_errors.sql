-- Which errors come back, how bad are they, who mends them, and is what was mended really gone?
-- grain: one row per error: all findings of one rule, template, field and cause
-- key: fingerprint
-- What was resolved may come back: resolved_at stays then, seconds_to_resolve is unknown.
with told as (
    select
        fingerprint,
        rule,
        min(rule_version) as rule_version,
        min(severity) as severity, -- the words stand in the alphabet as they weigh
        min(field) as field,
        if(min(cause) = max(cause), min(cause), min(cause_shape)) as cause,
        min(sentence) as sentence,
        min(owner) as owner,
        (list(finding_id order by happened_at desc, finding_id)
            filter (where is_confirmed is distinct from false))[1:3] as example_finding_ids
    from cases.findings
    group by fingerprint, rule
),

states as (
    select
        counts.*,
        fixes.* exclude (fingerprint),
        said.* exclude (fingerprint, state, is_fixed_again, fixed_at, fixed_version),
        case
            when said.state <> 'fixed' then said.state
            when fixes.came_back_at is not null then 'come_back'
            when fixes.resolved_at is not null then 'resolved'
            else if(fixes.fingerprint is null, 'new', 'on_probation')
        end as state
    from cases.error_counts as counts
    left join cases.error_decisions as said using (fingerprint)
    left join cases.error_fixes as fixes using (fingerprint)
)

select
    told.* exclude (owner),
    states.* exclude (fingerprint, owner, made_at),
    coalesce(states.owner, told.owner) as owner,
    trends.trend,
    case states.state
        when 'come_back' then states.came_back_at
        when 'resolved' then states.resolved_at
        else coalesce(states.made_at, states.first_seen_at)
    end as state_since_at,
    case when states.acknowledged_at >= states.first_seen_at then
        seconds_between(states.first_seen_at, states.acknowledged_at) end
        as seconds_to_acknowledge,
    case when states.state = 'resolved' then
        seconds_between(states.first_seen_at, states.resolved_at) end as seconds_to_resolve,
    cast(null as double) as excess_inquiries,
    row_number() over (
        order by
            told.severity, states.recent_customers desc, states.per_1000 desc nulls last,
            told.fingerprint
    ) as rank
from told
inner join states using (fingerprint)
left join cases.error_trends as trends using (fingerprint)
