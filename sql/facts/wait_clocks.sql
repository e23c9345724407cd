-- Until when was each customer to be answered, and from when on is it soon?
-- grain: one row per wait
-- key: wait_id
with begun as (
    select
        spans.wait_id, spans.shop, asked.asked_by, spans.started_at,
        days.clock, days.target_seconds, days.soon_after_seconds, days.escalation_seconds,
        case when days.clock <> 'business' then spans.started_at end as clock_from_at,
        case -- open seconds of the shop's calendar; null where the clock runs on
            when days.clock = 'business' and days.is_open
                then days.open_seconds_before + seconds_between(days.from_at, spans.started_at)
            when days.clock = 'business' then days.open_seconds_before
        end as open_count,
        open_count + days.target_seconds as due_count,
        open_count + days.soon_after_seconds as soon_count
    from facts.wait_spans as spans
    inner join facts.inquiries as asked on spans.wait_id = asked.message_key
    left join facts.reply_days as days
        on
            spans.shop = days.shop
            and asked.asked_by = days.asked_by
            and cast(spans.started_at as date) = days.utc_day
            and spans.started_at >= days.from_at
            and spans.started_at < days.until_at
),

timed as ( -- what may take until a window's end is due at that end, not at the next beginning
    select
        begun.*,
        coalesce( -- null: the shop does not open for so long as far as the calendar reaches
            begun.clock_from_at + begun.target_seconds * interval 1 second,
            due.from_at + (begun.due_count - due.after_seconds) * interval 1 second
        ) as due_at,
        coalesce(
            begun.clock_from_at + begun.soon_after_seconds * interval 1 second,
            soon.from_at + (begun.soon_count - soon.after_seconds) * interval 1 second
        ) as soon_at
    from begun
    left join facts.open_windows as due
        on begun.shop = due.shop
            and cast(floor(begun.due_count / 86400) as bigint) = due.open_block
            and begun.due_count > due.after_seconds
            and begun.due_count <= due.upto_seconds
    left join facts.open_windows as soon
        on begun.shop = soon.shop
            and cast(floor(begun.soon_count / 86400) as bigint) = soon.open_block
            and begun.soon_count > soon.after_seconds
            and begun.soon_count <= soon.upto_seconds
)

select
    timed.wait_id, timed.asked_by, timed.clock, timed.target_seconds, timed.due_at,
    case when timed.due_at is not null then greatest(timed.started_at, timed.soon_at) end
        as due_soon_at,
    -- no verdict of lateness rests on less than the clocks of the mailboxes disagree by
    timed.due_at + coalesce(doubts.reply_seconds, 0) * interval 1 second as late_after_at,
    timed.due_at + timed.escalation_seconds * interval 1 second as escalate_by_at
from timed
left join facts.clock_doubts as doubts using (shop)
