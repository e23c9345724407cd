-- From when on must each order be confirmed, until when, and if not by us, why?
-- grain: one row per order
-- key: shop, order_id
with clocks as (
    select
        orders.*,
        days.local_day,
        case
            when expected.mail_kind is null then 'nothing_expected'
            when expected.excluded_reason is not null then expected.excluded_reason
            when conflicts.order_id is not null then 'time_inconsistent'
        end as excluded_reason,
        case expected.clock
            when 'paid' then orders.paid_at
            else orders.placed_at
        end as clock_starts_at,
        coalesce(expected.clock = 'paid' and orders.paid_at is null, false) as is_unpaid
    from staging.orders as orders
    inner join facts.order_days as days
        on days.shop = orders.shop and days.order_id = orders.order_id
    left join facts.expected_mails as expected
        on
            expected.shop = orders.shop
            and expected.order_id = orders.order_id
            and expected.local_day = days.local_day
            and expected.mail_kind = 'order_confirmation'
    left join facts.time_conflicts as conflicts
        on
            conflicts.shop = orders.shop
            and conflicts.order_id = orders.order_id
            and conflicts.shipment_id = ''
)

select
    clocks.shop, clocks.order_id, clocks.channel, clocks.locale, clocks.payment_method,
    clocks.customer_key, clocks.placed_at, clocks.excluded_reason, clocks.is_unpaid,
    clocks.clock_starts_at,
    clocks.clock_starts_at + targets.confirmation_seconds * interval 1 second as due_at,
    -- no verdict of lateness rests on less than the clocks of the sources disagree by
    clocks.clock_starts_at + (targets.confirmation_seconds + coalesce(doubts.mail_seconds, 0))
        * interval 1 second as late_after_at,
    clocks.clock_starts_at + targets.confirmation_missing_seconds * interval 1 second
        as missing_after_at,
    clocks.clock_starts_at + targets.confirmation_critical_seconds * interval 1 second
        as critical_after_at,
    clocks.clock_starts_at
        - greatest(targets.clock_offset_seconds, doubts.mail_seconds) * interval 1 second
        as earliest_plausible_at,
    clocks.clock_starts_at + targets.implausible_seconds * interval 1 second
        as latest_plausible_at
from clocks
left join facts.clock_doubts as doubts on doubts.shop = clocks.shop
inner join staging.targets as targets
    on
        targets.shop = clocks.shop
        and targets.valid_from_day <= clocks.local_day
        and targets.valid_until_day > clocks.local_day
