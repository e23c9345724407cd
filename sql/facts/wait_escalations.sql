-- Was every wait escalated that went past its due time, and soon enough?
-- grain: one row per wait that was escalated or had to be
-- key: wait_id
with able as ( -- where escalating is not seen at all, nobody is told that it was left out
    select shop from seeds.escalation_ways where shop <> '*'
    union
    select shop from facts.escalation_signs
),

judged as (
    select
        spans.wait_id,
        spans.shop,
        spans.started_at,
        clocks.due_at as needed_at,
        clocks.escalate_by_at,
        signs.escalated_at,
        signs.how,
        seconds_between(spans.started_at, signs.escalated_at) as seconds_to_escalate,
        spans.ended_at is null as is_open,
        case
            when signs.escalated_at > clocks.escalate_by_at then 'late'
            when signs.escalated_at is not null then 'in_time'
            when outcomes.not_counted_reason is not null then 'not_needed'
            when spans.ended_at <= clocks.escalate_by_at then 'not_needed'
            when spans.ended_at is null and not coalesce(seen.present_at > clocks.due_at, false)
                then 'not_needed'
            -- what we cannot see may have ended the wait, or have been the escalation
            when outcomes.outcome in ('unknown', 'answered_unseen') then 'unknown'
            when able.shop is null then 'unknown'
            when not coalesce(spans.started_at >= seen.judged_from_at, false) then 'unknown'
            when seen.judged_until_at > clocks.escalate_by_at then 'missing'
            when spans.ended_at is null then 'waiting'
            else 'unknown'
        end as verdict
    from facts.wait_spans as spans
    inner join facts.wait_clocks as clocks on spans.wait_id = clocks.wait_id
    inner join facts.wait_outcomes as outcomes on spans.wait_id = outcomes.wait_id
    left join facts.wait_signs as signs on spans.wait_id = signs.wait_id
    left join facts.reply_coverage as seen on spans.shop = seen.shop
    left join able on spans.shop = able.shop
)

select * from judged where verdict <> 'not_needed'
