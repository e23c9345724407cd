-- Every wait has one clock, and is due after it began, and soon due not after that.
select spans.wait_id, spans.started_at, clocks.clock, clocks.due_at, clocks.due_soon_at
from facts.wait_spans as spans
left join facts.wait_clocks as clocks using (wait_id)
where
    clocks.wait_id is null
    or clocks.due_at <= spans.started_at
    or clocks.due_soon_at < spans.started_at
    or clocks.due_soon_at > clocks.due_at
    or clocks.late_after_at < clocks.due_at
    or (clocks.clock = 'clock' and clocks.due_at is null)
