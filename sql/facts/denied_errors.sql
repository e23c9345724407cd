-- Of which errors did people say that they are none?
-- grain: one row per error so denied; a mute says nothing about it
-- key: fingerprint
select fingerprint, made_at
from facts.error_events
where state <> 'muted'
qualify
    row_number() over (partition by fingerprint order by event_number desc) = 1
    and state = 'not_an_error'
