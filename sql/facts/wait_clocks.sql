-- Until when was each customer to be answered, and from when on is it soon?
-- grain: one row per wait
-- key: wait_id
with dues as (
    select
        targets.wait_id,
        targets.shop,
        targets.asked_by,
        targets.clock,
        targets.target_seconds,
        targets.escalation_seconds,
        case targets.clock
            when 'business' then business.due_at
            else targets.started_at + targets.target_seconds * interval 1 second
        end as due_at,
        case targets.clock
            when 'business' then business.due_soon_at
            else targets.started_at + targets.soon_after_seconds * interval 1 second
        end as due_soon_at
    from facts.wait_targets as targets
    left join facts.wait_business_dues as business using (wait_id)
)

select
    dues.wait_id,
    dues.asked_by,
    dues.clock,
    dues.target_seconds,
    dues.due_at,
    dues.due_soon_at,
    -- no verdict of lateness rests on less than the clocks of the mailboxes disagree by
    dues.due_at + coalesce(doubts.reply_seconds, 0) * interval 1 second as late_after_at,
    dues.due_at + dues.escalation_seconds * interval 1 second as escalate_by_at
from dues
left join facts.clock_doubts as doubts using (shop)
