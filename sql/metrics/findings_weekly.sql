-- Which rules were broken how often each week, and how many customers did it touch?
-- grain: one row per shop, week, rule and severity
-- key: shop, week_start_day, rule, severity
select
    findings.shop,
    calendar.week_start_day,
    findings.rule,
    findings.severity,
    count(*) as findings,
    count(distinct findings.customer_key) as customers
from cases.findings as findings
inner join steps.calendar as calendar
    on
        findings.shop = calendar.shop
        and calendar.utc_day = cast(findings.found_at as date)
        and findings.found_at >= calendar.from_at
        and findings.found_at < calendar.until_at
where findings.is_error -- not what people said is none
group by findings.shop, calendar.week_start_day, findings.rule, findings.severity
