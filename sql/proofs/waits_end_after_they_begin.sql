-- No wait is answered before it began, and none is in time without an answer.
select wait_id, started_at, answered_at, outcome
from facts.waits
where
    answered_at < started_at
    or business_seconds < 0
    or business_seconds > wait_seconds
    or (outcome in ('in_time', 'late') and answered_at is null)
    or (
        outcome in ('open', 'due_soon', 'overdue', 'closed_unanswered', 'bot')
        and answered_at is not null
    )
