-- Until when was each customer to be answered, and from when on is it soon?
-- grain: one row per wait
-- key: wait_id
with dated as (
    select
        spans.wait_id,
        spans.shop,
        spans.started_at,
        coalesce(calendar.local_day, cast(spans.started_at as date)) as local_day
    from facts.wait_spans as spans
    left join steps.calendar as calendar
        on
            spans.shop = calendar.shop
            and cast(spans.started_at as date) = calendar.utc_day
            and spans.started_at >= calendar.from_at
            and spans.started_at < calendar.until_at
)

select
    dated.wait_id,
    reply.value_seconds as target_seconds,
    dated.started_at + reply.value_seconds * interval 1 second as due_at,
    -- no verdict of lateness rests on less than the clocks of the mailboxes disagree by
    dated.started_at
        + (reply.value_seconds + coalesce(offsets.reply_seconds, 0)) * interval 1 second
        as late_after_at,
    dated.started_at + (reply.value_seconds - soon.value_seconds) * interval 1 second
        as due_soon_at
from dated
left join facts.clock_doubts as offsets on dated.shop = offsets.shop
inner join staging.target_periods as reply
    on
        dated.shop = reply.shop
        and reply.name = 'reply_target'
        and dated.local_day >= reply.valid_from_day
        and dated.local_day < reply.valid_until_day
inner join staging.target_periods as soon
    on
        dated.shop = soon.shop
        and soon.name = 'due_soon_within'
        and dated.local_day >= soon.valid_from_day
        and dated.local_day < soon.valid_until_day
