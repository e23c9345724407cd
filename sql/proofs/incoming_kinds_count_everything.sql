-- Every dated mail that came in to a known shop is counted once under one kind, and once in all.
with shown as (
    select
        case when shop = 'all' then 'all' else 'each' end as counted_in,
        sum(mails) as mails
    from metrics.incoming_kinds_weekly
    group by case when shop = 'all' then 'all' else 'each' end
),

came as (
    select count(*) as mails
    from staging.messages as received
    inner join seeds.shops as shops using (shop)
    where
        received.direction = 'incoming'
        and received.received_at between timestamp '0002-01-01' and timestamp '9998-01-01'
)

select ways.counted_in, came.mails, shown.mails as shown
from (select unnest(['all', 'each']) as counted_in) as ways
cross join came
left join shown using (counted_in)
where came.mails <> coalesce(shown.mails, 0)
