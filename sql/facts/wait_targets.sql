-- By which clock is each wait judged, and how many of its seconds are allowed?
-- grain: one row per wait
-- key: wait_id
select
    starts.wait_id,
    starts.shop,
    starts.asked_by,
    starts.started_at,
    starts.open_seconds,
    clocks.clock,
    coalesce(clocks.target_seconds, reply.value_seconds) as target_seconds,
    greatest(coalesce(clocks.target_seconds, reply.value_seconds) - soon.value_seconds, 0)
        as soon_after_seconds,
    escalation.value_seconds as escalation_seconds
from facts.wait_starts as starts
inner join facts.reply_clocks as clocks
    on
        starts.shop = clocks.shop
        and starts.asked_by = clocks.asked_by
        and starts.local_day >= clocks.valid_from_day
        and starts.local_day < clocks.valid_until_day
inner join staging.target_periods as reply
    on
        starts.shop = reply.shop
        and reply.name = 'reply_target'
        and starts.local_day >= reply.valid_from_day
        and starts.local_day < reply.valid_until_day
inner join staging.target_periods as soon
    on
        starts.shop = soon.shop
        and soon.name = 'due_soon_within'
        and starts.local_day >= soon.valid_from_day
        and starts.local_day < soon.valid_until_day
left join staging.target_periods as escalation
    on
        starts.shop = escalation.shop
        and escalation.name = 'escalation_target'
        and starts.local_day >= escalation.valid_from_day
        and starts.local_day < escalation.valid_until_day
