-- Every finding has exactly one recurring error, and their counts add up to the findings.
with errors as (
    select fingerprint, count(*) as errors, sum(findings) as findings
    from cases.recurring_errors
    group by fingerprint
),

found as (
    select fingerprint, count(*) filter (where is_confirmed is distinct from false) as findings
    from cases.findings
    group by fingerprint
)

select fingerprint, found.findings, errors.findings as counted, errors.errors
from found
full join errors using (fingerprint)
where (found.findings, errors.findings, errors.errors) is distinct from
    (errors.findings, found.findings, 1)
