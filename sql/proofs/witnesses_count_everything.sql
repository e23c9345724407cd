-- Every order is compared once under one combination of witnesses, or excluded with its reason.
with shown as (
    select shop, sum(orders) as orders
    from metrics.confirmation_witnesses_weekly
    group by shop
),

held as (
    select
        orders.shop,
        count(*) as orders,
        count(witnesses.order_id) as compared,
        count(case when witnesses.excluded_reason is null and members.week_start_day is not null
            then 1 end) as dated
    from staging.orders as orders
    left join facts.confirmation_witnesses as witnesses using (shop, order_id)
    left join metrics.cohort_members as members
        on
            members.members = 'confirmations'
            and members.shop = orders.shop
            and members.member_id = orders.order_id
    group by orders.shop
)

select held.shop, held.orders, held.compared, held.dated, shown.orders as shown
from held
left join shown using (shop)
where held.orders <> held.compared or held.dated <> coalesce(shown.orders, 0)
