-- How long after the parcel left did its shipping mail come, and how much tracking did it give?
-- grain: one row per parcel, announced or not
-- key: shop, shipment_id
with top as (select max(priority) as height from seeds.rungs),

ladders as (
    select
        mails.shop,
        mails.shipment_id,
        max(mails.height) as height,
        bool_or(not mails.is_read) as has_unread,
        bool_or(mails.has_number) as has_number,
        bool_or(mails.has_link) as has_link,
        bool_or(mails.has_date) as has_date,
        min(mails.accepted_at) filter (where mails.height = top.height) as covered_at
    from facts.shipment_mails as mails
    cross join top
    where coalesce(mails.was_delivered, true)
    group by mails.shop, mails.shipment_id
),

judged as (
    select
        verdicts.*,
        coalesce(ladders.height, 0) as height,
        -- a mail that we know by events alone may have held what the others lack
        coalesce(ladders.has_unread and ladders.covered_at is null, false) as is_open,
        coalesce(ladders.has_number, false) as has_number,
        coalesce(ladders.has_link, false) as has_link,
        coalesce(ladders.has_date, false) as has_date,
        ladders.covered_at
    from facts.shipping_verdicts as verdicts
    left join ladders using (shop, shipment_id)
)

select
    judged.* exclude (height, is_open),
    rungs.rung,
    case when not judged.is_open then judged.covered_at is not null end as is_covered,
    coalesce(judged.covered_at > judged.due_at, false) as is_covered_late,
    case
        when judged.verdict in ('excluded', 'waiting', 'unknown') or judged.is_open then null
        when judged.height = 0 and judged.verdict = 'bounced' then 'bounced'
        else rungs.lost_reason -- what the next rung lacks
    end as lost_reason
from judged
inner join seeds.rungs as rungs on rungs.priority = judged.height
