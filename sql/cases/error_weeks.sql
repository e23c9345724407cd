-- How often did each error show itself in each week, out of how many mails of its template?
-- grain: one row per error and week, from its first week on and for at least the last twelve
-- key: fingerprint, week_start_day
with events as (
    select
        counted, shop, coalesce(template, '') as template, happened_at,
        cast(null as varchar) as fingerprint, cast(null as varchar) as customer_key
    from cases.counted
    union all
    select
        counted, shop, coalesce(template, '') as template, happened_at,
        fingerprint, customer_key
    from cases.findings
    where is_confirmed is distinct from false
),

summed as (
    select
        events.counted,
        events.shop,
        events.template,
        events.fingerprint,
        days.week_start_day,
        count(*) as items,
        count(distinct events.customer_key) as customers
    from events
    inner join steps.calendar as days
        on
            days.shop = events.shop
            and days.utc_day = cast(events.happened_at as date)
            and days.from_at <= events.happened_at
            and days.until_at > events.happened_at
    group by 1, 2, 3, 4, 5
),

errors as (
    select counted, shop, template, fingerprint, min(week_start_day) as first_day
    from summed
    where fingerprint is not null
    group by counted, shop, template, fingerprint
)

select
    errors.fingerprint,
    errors.shop,
    weeks.week_start_day,
    weeks.weeks_ago,
    coalesce(found.items, 0) as findings,
    coalesce(found.customers, 0) as customers,
    coalesce(sent.items, 0) as mails
from errors
inner join cases.weeks_read as weeks
    on weeks.shop = errors.shop
        and (weeks.week_start_day >= errors.first_day or weeks.weeks_ago <= 12)
left join summed as found using (fingerprint, week_start_day)
left join summed as sent
    on sent.fingerprint is null and sent.week_start_day = weeks.week_start_day
        and (sent.counted, sent.shop, sent.template)
        = (errors.counted, errors.shop, errors.template)
