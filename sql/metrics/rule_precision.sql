-- How often is each rule right, by what people said of its findings, and where may it speak?
-- grain: one row per rule
-- key: rule
-- A finding counts once: as somebody judged it, or else as what became of its error. That an error
-- is none judges all that was found of it until then; that it is being mended, was mended or is
-- accepted confirms it. Of one error at most 20 findings count so, or one noisy one decided alone.
with judged as (
    select
        found.rule,
        found.fingerprint,
        found.is_confirmed as said_of_it,
        case
            when said.state in ('being_fixed', 'fixed', 'accepted') then true
            when denied.fingerprint is not null and found.found_at <= denied.made_at then false
        end as said_of_error,
        row_number() over (
            partition by found.fingerprint, found.is_confirmed is null
            order by found.found_at, found.finding_id
        ) as place
    from cases.findings as found
    left join cases.error_decisions as said using (fingerprint)
    left join facts.denied_errors as denied using (fingerprint)
),

counted as (
    select
        rules.rule,
        count(said_of_it) + count(said_of_error) filter (where said_of_it is null and place <= 20)
            as judged,
        count(*) filter (
            where coalesce(said_of_it, said_of_error) and (said_of_it is not null or place <= 20)
        ) as confirmed
    from checks.rules as rules
    left join judged using (rule)
    group by rules.rule
)

select
    *,
    confirmed / nullif(judged, 0) as share,
    wilson_low(confirmed, judged) as low,
    wilson_high(confirmed, judged) as high,
    case when judged >= 20 and confirmed / nullif(judged, 0) < 0.8
        then 'digest' else 'everywhere' end as speaks
from counted
