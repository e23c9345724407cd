-- Of 100 shipments, how many customers have to ask where their order is?
-- grain: one row per shop (or all) and week
-- key: shop, week_start_day
-- First contacts before and after the tracking mail, and without a known order, add up to all of
-- them. The interval is Byar's, 95 %, for a count of what is rare among many.
with counted as (
    select
        held_by.shop,
        cohort.week_start_day,
        count(case when cohort.members = 'shipping_notices' then 1 end) as shipments,
        count(case when contacts.is_first_contact then 1 end) as first_contacts,
        count(case when contacts.is_repeat then 1 end) as repeats,
        count(case when is_first_contact and phase = 'before_tracking_mail' then 1 end)
            as before_mail,
        count(case when is_first_contact and phase = 'after_tracking_mail' then 1 end)
            as after_mail,
        count(case when is_first_contact and phase = 'no_order' then 1 end) as no_order
    from metrics.cohort_members as cohort
    inner join metrics.shops_and_all as held_by on cohort.shop = held_by.member_shop
    left join facts.order_contacts as contacts
        on cohort.members = 'waits' and cohort.member_id = contacts.wait_id
    where
        cohort.week_start_day is not null
        and (
            cohort.members = 'waits'
            -- on their way to a customer, whoever has to announce them
            or cohort.members = 'shipping_notices' and coalesce(cohort.excluded_reason, '')
            in ('', 'marketplace', 'nothing_expected', 'time_inconsistent')
        )
    group by held_by.shop, cohort.week_start_day
),

read_whole as (
    select shop, from_day as week_start_day, bool_and(is_read) and count(*) = 2 as is_mature
    from metrics.read_periods
    where period = 'week' and members in ('waits', 'shipping_notices')
    group by shop, from_day
)

select
    counted.*,
    100.0 * first_contacts / nullif(shipments, 0) as per_hundred,
    case
        when first_contacts = 0 then 0.0
        else first_contacts
            * power(1 - 1 / nullif(9.0 * first_contacts, 0)
                - 1.959964 / nullif(3 * sqrt(first_contacts), 0), 3)
    end * 100.0 / nullif(shipments, 0) as low,
    (first_contacts + 1)
    * power(1 - 1 / nullif(9.0 * (first_contacts + 1), 0)
        + 1.959964 / nullif(3 * sqrt(first_contacts + 1), 0), 3)
    * 100.0 / nullif(shipments, 0) as high,
    coalesce(read_whole.is_mature, false) as is_mature
from counted
left join read_whole using (shop, week_start_day)
