-- Does each error show itself more often or more rarely than in the weeks before?
-- grain: one row per error
-- key: fingerprint
-- The last four whole weeks beside the eight before. Had the rate stayed, each finding of the
-- twelve weeks would fall into the last four with the share that these have of the mails: a change
-- is called one if the number there is outside of that binomial's middle 95 % (normal
-- approximation, moved by one half towards the middle: with a third of the mails in the last four
-- weeks chance alone is called a change in under 5 %). Under five findings nobody can tell.
with summed as (
    select
        fingerprint,
        coalesce(sum(findings) filter (where weeks_ago between 1 and 4), 0) as recent,
        coalesce(sum(findings) filter (where weeks_ago between 1 and 12), 0) as findings,
        coalesce(sum(mails) filter (where weeks_ago between 1 and 4), 0) as recent_mails,
        coalesce(sum(mails) filter (where weeks_ago between 1 and 12), 0) as mails
    from cases.error_weeks
    group by fingerprint
),

expected as (
    select
        *,
        findings * recent_mails / nullif(mails, 0) as middle,
        1.959964 * sqrt(
            findings * recent_mails / nullif(mails, 0) * (1 - recent_mails / nullif(mails, 0))
        ) as spread
    from summed
)

select
    fingerprint,
    case
        when findings < 5 or recent_mails = 0 or recent_mails = mails then 'too_few'
        when recent - middle - 0.5 > spread then 'rising'
        when middle - recent - 0.5 > spread then 'falling'
        else 'steady'
    end as trend
from expected
