-- Which thresholds of order mails held on which days, side by side?
-- grain: one row per shop and span of days without a change
-- key: shop, valid_from_day
with shops as ( -- a shop that only the records know has everybody's targets
    select shop, shop as held_by from seeds.shops
    union
    select shop, 'all' as held_by from raw.order_versions
    where shop not in (select known.shop from seeds.shops as known)
    union
    select shop, 'all' as held_by from raw.shipments
    where shop not in (select known.shop from seeds.shops as known)
),

changes as (
    select distinct shops.shop, shops.held_by, periods.valid_from_day
    from shops
    inner join staging.target_periods as periods on periods.shop = shops.held_by
),

spans as (
    select
        *,
        coalesce(
            lead(valid_from_day) over (partition by shop order by valid_from_day),
            date '9999-12-31'
        ) as valid_until_day
    from changes
),

held as (
    select spans.*, periods.name, periods.value_seconds
    from spans
    inner join staging.target_periods as periods
        on
            periods.shop = spans.held_by
            and periods.valid_from_day <= spans.valid_from_day
            and periods.valid_until_day > spans.valid_from_day
)

select
    shop,
    valid_from_day,
    valid_until_day,
    max(value_seconds) filter (where name = 'confirmation_target') as confirmation_seconds,
    max(value_seconds) filter (where name = 'confirmation_missing_after')
        as confirmation_missing_seconds,
    max(value_seconds) filter (where name = 'confirmation_critical_after')
        as confirmation_critical_seconds,
    max(value_seconds) filter (where name = 'shipping_mail_target') as shipping_mail_seconds,
    max(value_seconds) filter (where name = 'shipping_mail_missing_after')
        as shipping_mail_missing_seconds,
    max(value_seconds) filter (where name = 'clock_offset_allowance') as clock_offset_seconds,
    max(value_seconds) filter (where name = 'implausible_after') as implausible_seconds,
    max(value_seconds) filter (where name = 'order_match_window') as order_match_seconds,
    max(value_seconds) filter (where name = 'deferred_too_long_after') as deferred_seconds,
    max(value_seconds) filter (where name = 'delivery_too_early_before') as too_early_seconds
from held
group by shop, valid_from_day, valid_until_day
