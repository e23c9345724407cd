-- How often did each error show itself in each week, and how many customers did it touch?
-- grain: one row per error and week
-- key: fingerprint, week_start_day
select
    fingerprint,
    shop,
    week_start_day,
    weeks_ago,
    findings,
    customers,
    mails,
    1000 * findings / nullif(mails, 0) as per_1000
from cases.error_weeks
