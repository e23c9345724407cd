-- Was each promise kept: yes, no, not due yet, unknown, or not ours to keep?
-- grain: one row per shop, day, measure, channel, locale, carrier and answer
-- key: shop, day, measure, slice, answer
with asked as (
    select
        members.*,
        measures.measure,
        case measures.judged_by
            when 'tracking_verdict' then members.tracking_verdict
            when 'first_verdict' then members.first_verdict
            when 'later_verdict' then members.later_verdict
            else members.verdict
        end as word
    from metrics.cohort_members as members
    inner join seeds.measures as measures using (members)
    where members.day is not null
)

select
    asked.shop,
    asked.day,
    asked.week_start_day,
    asked.measure,
    asked.channel,
    asked.locale,
    asked.carrier,
    concat_ws('|', asked.channel, coalesce(asked.locale, ''), coalesce(asked.carrier, ''))
        as slice,
    coalesce(answers.answer, 'unknown') as answer,
    count(*) as items
from asked
left join seeds.verdict_answers as answers
    on asked.members = answers.members and asked.word = answers.verdict
where asked.word is not null
group by
    asked.shop, asked.day, asked.week_start_day, asked.measure, asked.channel, asked.locale,
    asked.carrier, coalesce(answers.answer, 'unknown')
