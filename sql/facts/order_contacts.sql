-- Which customers had to ask where their order is, and was that before any tracking mail?
-- grain: one row per wait with a tracking-related topic
-- key: wait_id
-- A customer without a known order may ask about another one the next time: there a contact goes
-- on with the one before only for as long as it would be a repeat.
with asked as (
    select
        waits.wait_id,
        waits.shop,
        waits.order_id,
        waits.customer_key,
        waits.started_at,
        targets.value_seconds as repeat_seconds,
        seconds_between(
            lag(waits.started_at) over (
                partition by
                    waits.shop, coalesce(waits.customer_key, waits.wait_id), waits.order_id
                order by waits.started_at, waits.wait_id
            ),
            waits.started_at
        ) as seconds_since
    from facts.waits as waits
    inner join seeds.topics as topics on waits.topic = topics.topic and topics.is_tracking_related
    left join steps.calendar as days
        on
            waits.shop = days.shop
            and days.utc_day = cast(waits.started_at as date)
            and waits.started_at >= days.from_at
            and waits.started_at < days.until_at
    left join staging.target_periods as targets
        on
            waits.shop = targets.shop
            and targets.name = 'repeat_contact_within'
            and coalesce(days.local_day, cast(waits.started_at as date)) >= targets.valid_from_day
            and coalesce(days.local_day, cast(waits.started_at as date)) < targets.valid_until_day
),

told as ( -- a mail that came back told nobody
    select shop, order_id, min(noticed_at) as told_at
    from facts.shipping_notices
    where verdict <> 'bounced' and noticed_at is not null
    group by shop, order_id
)

select
    asked.wait_id,
    asked.shop,
    asked.order_id,
    asked.customer_key,
    asked.started_at,
    coalesce(asked.seconds_since <= asked.repeat_seconds, false) as is_repeat,
    asked.seconds_since is null or (asked.order_id is null and not is_repeat) as is_first_contact,
    case
        when asked.order_id is null then 'no_order'
        when told.told_at <= asked.started_at then 'after_tracking_mail'
        else 'before_tracking_mail'
    end as phase
from asked
left join told on asked.shop = told.shop and asked.order_id = told.order_id
