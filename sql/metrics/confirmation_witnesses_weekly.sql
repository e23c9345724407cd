-- In how many orders of each week do flag, archive and log agree, and how do they differ?
-- grain: one row per shop, week and combination of witnesses
-- key: shop, week_start_day, combination
select
    witnesses.shop,
    members.week_start_day,
    witnesses.combination,
    count(*) as orders
from facts.confirmation_witnesses as witnesses
inner join metrics.cohort_members as members
    on
        members.members = 'confirmations'
        and members.shop = witnesses.shop
        and members.member_id = witnesses.order_id
where witnesses.excluded_reason is null and members.week_start_day is not null
group by witnesses.shop, members.week_start_day, witnesses.combination
