-- What must hold for the answer to whoever asks by a channel: clock, seconds, when soon, help?
-- grain: one row per shop, channel by which somebody asked, and span of days without a change
-- key: shop, asked_by, valid_from_day
with changes as (
    select shop, asked_by, valid_from_day from facts.reply_clocks
    union
    select clocks.shop, clocks.asked_by, periods.valid_from_day
    from facts.reply_clocks as clocks
    inner join staging.target_periods as periods using (shop)
    where periods.name in ('reply_target', 'due_soon_within', 'escalation_target')
),

spans as (
    select
        *,
        coalesce(
            lead(valid_from_day) over (partition by shop, asked_by order by valid_from_day),
            date '9999-12-31'
        ) as valid_until_day
    from changes
),

held as (
    select
        spans.*,
        max(targets.value_seconds) filter (where targets.name = 'reply_target') as reply_seconds,
        max(targets.value_seconds) filter (where targets.name = 'due_soon_within')
            as soon_seconds,
        max(targets.value_seconds) filter (where targets.name = 'escalation_target')
            as escalation_seconds
    from spans
    inner join staging.target_periods as targets
        on
            spans.shop = targets.shop
            and spans.valid_from_day >= targets.valid_from_day
            and spans.valid_from_day < targets.valid_until_day
    group by spans.shop, spans.asked_by, spans.valid_from_day, spans.valid_until_day
)

select
    held.shop, held.asked_by, held.valid_from_day, held.valid_until_day,
    clocks.clock,
    coalesce(clocks.target_seconds, held.reply_seconds) as target_seconds,
    greatest(coalesce(clocks.target_seconds, held.reply_seconds) - held.soon_seconds, 0)
        as soon_after_seconds,
    held.escalation_seconds
from held
inner join facts.reply_clocks as clocks
    on
        held.shop = clocks.shop
        and held.asked_by = clocks.asked_by
        and held.valid_from_day >= clocks.valid_from_day
        and held.valid_from_day < clocks.valid_until_day
