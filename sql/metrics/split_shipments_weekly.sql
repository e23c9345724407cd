-- How many orders left in several parcels, and was every parcel of them announced?
-- grain: one row per shop and week in which the order was placed
-- key: shop, week_start_day
select
    split.shop,
    members.week_start_day,
    count(*) as orders_with_parcels,
    count(case when split.announced = split.parcels then 1 end) as all_announced,
    count(case when split.announced > 0 and split.missing > 0 then 1 end) as gaps
from facts.split_orders as split
inner join metrics.cohort_members as members
    on
        members.members = 'confirmations'
        and members.shop = split.shop
        and members.member_id = split.order_id
where members.week_start_day is not null
group by split.shop, members.week_start_day
