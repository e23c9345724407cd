-- The state of every error is a known word, and on probation or over it is only what was mended.
select fingerprint, state, fixed_at, clean_needed
from cases.recurring_errors
where
    state not in (
        'new', 'acknowledged', 'being_fixed', 'on_probation', 'resolved', 'accepted', 'muted',
        'not_an_error', 'come_back'
    )
    or (state in ('on_probation', 'resolved', 'come_back'))
    <> (fixed_at is not null and clean_needed is not null)
    or (state = 'resolved' and (clean_since_fix < clean_needed or came_back_at is not null))
    or (state = 'come_back' and came_back_at is null)
    or (state = 'muted' and muted_until_day is null)
