-- Every dated order mail of a known shop is counted once under one state.
with shown as (
    select shop, sum(mails) as mails
    from metrics.delivery_states_weekly
    group by shop
),

held as (
    select mails.shop, count(*) as mails
    from facts.order_mails as mails
    inner join seeds.shops as shops using (shop)
    where mails.accepted_at between timestamp '0002-01-01' and timestamp '9998-01-01'
    group by mails.shop
)

select held.shop, held.mails, shown.mails as shown
from held
left join shown using (shop)
where held.mails <> coalesce(shown.mails, 0)
