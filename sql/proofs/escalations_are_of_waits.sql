-- Every escalation is of a wait, while it lasted; a missing one could have been seen.
select told.wait_id, told.verdict, told.escalated_at, told.escalate_by_at
from facts.wait_escalations as told
left join facts.waits as waits using (wait_id)
where
    waits.wait_id is null
    or told.shop <> waits.shop
    or told.escalated_at < waits.started_at
    or told.escalated_at >= waits.answered_at
    or (told.verdict in ('in_time', 'late')) <> (told.escalated_at is not null)
    or (told.verdict = 'late' and coalesce(told.escalated_at <= told.escalate_by_at, true))
    or (
        told.verdict = 'missing'
        and not coalesce(waits.judged_until_at > told.escalate_by_at, false)
    )
