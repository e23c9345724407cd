-- How far up to full tracking did the shipping mails of each week come?
-- grain: one row per shop, week, carrier and rung, counting the parcels that reached it
-- key: shop, week_start_day, carrier, rung
with reached as (
    select members.shop, members.week_start_day, members.carrier, rungs.priority
    from metrics.cohort_members as members
    inner join seeds.rungs as rungs using (rung)
    where members.tracking_verdict in ('covered', 'lost') and members.week_start_day is not null
)

select
    reached.shop,
    reached.week_start_day,
    reached.carrier,
    rungs.rung,
    rungs.priority as rung_place,
    count(case when reached.priority >= rungs.priority then 1 end) as shipments,
    count(*) as shipped
from reached
cross join seeds.rungs as rungs
group by reached.shop, reached.week_start_day, reached.carrier, rungs.rung, rungs.priority
