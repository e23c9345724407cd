-- To which day and week does each order, parcel, promise and inquiry belong, what became of it?
-- grain: one row per order, parcel, further mail, first promise, wait and escalation
-- key: members, shop, member_id
-- Those without a time belong to no week. A promise belongs to the day on which it fell due; only
-- the first counts, later ones are corrections.
with members as (
    select * from metrics.mail_members
    union all by name
    select
        'promises' as members, 'promise' as clock,
        shop, promise_id as member_id, until_at as belongs_at,
        coalesce(channel, 'unknown') as channel, coalesce(locale, 'unknown') as locale,
        case when kind = 'deliver' then coalesce(carrier, 'unknown') end as carrier,
        verdict, excluded_reason
    from facts.promises
    where is_first
    union all by name
    select
        'waits' as members, 'reply' as clock,
        shop, wait_id as member_id, started_at as belongs_at,
        coalesce(channel, 'unknown') as channel,
        case when not_counted_reason is null then outcome else 'excluded' end as verdict,
        not_counted_reason as excluded_reason,
        case
            when is_first and not_counted_reason is null then outcome when is_first then 'excluded'
        end as first_verdict,
        case
            when not is_first and not_counted_reason is null then outcome
            when not is_first then 'excluded'
        end as later_verdict,
        case when not_counted_reason is null and outcome in ('in_time', 'late') then wait_seconds
        end as seconds
    from facts.waits
    union all by name
    select
        'escalations' as members, 'escalation' as clock,
        shop, wait_id as member_id, started_at as belongs_at, 'unknown' as channel, verdict
    from facts.wait_escalations
)

select
    members.*,
    calendar.local_day as day,
    calendar.week_start_day
from members
left join steps.calendar as calendar
    on
        members.shop = calendar.shop
        and calendar.utc_day = cast(members.belongs_at as date)
        and members.belongs_at >= calendar.from_at
        and members.belongs_at < calendar.until_at
