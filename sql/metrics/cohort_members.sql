-- To which day and week does each order, parcel and inquiry belong, and what became of it?
-- grain: one row per order, parcel and wait; those without a time belong to no week
-- key: members, shop, member_id
with members as (
    select
        'confirmations' as members, 'confirmation' as clock,
        shop, order_id as member_id, placed_at as belongs_at,
        coalesce(channel, 'unknown') as channel, coalesce(locale, 'unknown') as locale,
        cast(null as varchar) as carrier, cast(null as varchar) as rung,
        cast(null as varchar) as lost_reason,
        verdict, excluded_reason,
        cast(null as varchar) as tracking_verdict, cast(null as varchar) as first_verdict,
        case when verdict in ('on_time', 'late') then latency_seconds end as seconds
    from facts.order_confirmations
    union all
    select
        'shipping_notices' as members, 'shipping_mail' as clock,
        shop, shipment_id as member_id, shipped_at as belongs_at,
        coalesce(channel, 'unknown') as channel, coalesce(locale, 'unknown') as locale,
        coalesce(carrier, 'unknown') as carrier, rung, lost_reason,
        verdict, excluded_reason,
        case
            when verdict in ('excluded', 'waiting', 'unknown') then verdict
            when is_covered then 'covered'
            when not is_covered then 'lost'
            else 'unknown'
        end as tracking_verdict,
        cast(null as varchar) as first_verdict,
        case when verdict in ('on_time', 'late') then latency_seconds end as seconds
    from facts.shipping_notices
    union all
    select
        'waits' as members, 'reply' as clock,
        shop, wait_id as member_id, started_at as belongs_at,
        coalesce(channel, 'unknown') as channel, cast(null as varchar) as locale,
        cast(null as varchar) as carrier, cast(null as varchar) as rung,
        cast(null as varchar) as lost_reason,
        case when not_counted_reason is null then outcome else 'excluded' end as verdict,
        not_counted_reason as excluded_reason,
        cast(null as varchar) as tracking_verdict,
        case
            when is_first and not_counted_reason is null then outcome when is_first then 'excluded'
        end as first_verdict,
        case when not_counted_reason is null and outcome in ('in_time', 'late') then wait_seconds
        end as seconds
    from facts.waits
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
