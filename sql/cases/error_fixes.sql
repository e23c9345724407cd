-- Did each fix hold: did enough clean mails go out since, or did the error come back?
-- grain: one row per error that is said to be fixed
-- key: fingerprint
-- Enough is the smallest n for which the old rate would have shown itself with 95 % probability,
-- (1 - rate)^n <= .05; the rate is that of the mails from the first finding to the fix.
with sums as (
    select
        mails.fingerprint,
        count(*) filter (
            where mails.has_finding and not mails.is_after and not mails.is_sent_before
        ) as still_old_findings,
        count(*) filter (where mails.is_after and mails.is_judged and not mails.has_finding)
            as clean_since_fix,
        min(mails.happened_at) filter (where mails.is_after and mails.has_finding)
            as came_back_at,
        count(*) filter (where mails.has_finding and not mails.is_after and mails.is_sent_before)
            as faulty_before,
        count(*) filter (
            where not mails.is_after and mails.is_sent_before
                and mails.happened_at >= counts.first_seen_at
        ) as mails_before
    from cases.mails_after_fixes as mails
    inner join cases.error_counts as counts using (fingerprint)
    group by mails.fingerprint
),

needed as (
    select
        fixes.*,
        sums.came_back_at,
        coalesce(sums.still_old_findings, 0) as still_old_findings,
        coalesce(sums.clean_since_fix, 0) as clean_since_fix,
        -- a hair less, so that where n mails just suffice no further one is asked for
        coalesce(cast(ceil(ln(0.05) / nullif(ln(nullif(greatest(
            0.0, 1 - greatest(1, sums.faulty_before) / nullif(sums.mails_before, 0)
        ), 0)), 0) - 1e-9) as bigint), 1) as clean_needed
    from cases.fixes as fixes
    left join sums using (fingerprint)
),

clean as (
    select
        fingerprint,
        happened_at,
        row_number() over (partition by fingerprint order by happened_at, item_key) as place
    from cases.mails_after_fixes
    where is_after and is_judged and not has_finding
)

select
    needed.* exclude (counted, shop, template, made_at, turn, not_before_at),
    -- enough may have gone out before somebody said that it is fixed
    case
        when clean.happened_at > needed.made_at then clean.happened_at
        when clean.happened_at is not null then needed.made_at
    end as resolved_at
from needed
left join clean
    on clean.fingerprint = needed.fingerprint and clean.place = needed.clean_needed
        and coalesce(clean.happened_at < needed.came_back_at, true)
