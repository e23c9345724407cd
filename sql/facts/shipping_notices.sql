-- How long after the parcel left did its shipping mail come, and how much tracking did it give?
-- grain: one row per parcel, announced or not
-- key: shop, shipment_id
with ladders as (
    select
        shop,
        shipment_id,
        max(height) as height,
        bool_or(not is_read) as has_unread,
        bool_or(has_number) as has_number,
        bool_or(has_link) as has_link,
        bool_or(has_date) as has_date,
        min(accepted_at) filter (where height = 4) as covered_at
    from facts.shipment_mails
    where coalesce(was_delivered, true)
    group by shop, shipment_id
),

judged as (
    select
        verdicts.*,
        coalesce(ladders.height, 0) as height,
        -- a mail that we know by events alone may have held what the others lack
        coalesce(ladders.has_unread and ladders.height < 4, false) as is_open,
        coalesce(ladders.has_number, false) as has_number,
        coalesce(ladders.has_link, false) as has_link,
        coalesce(ladders.has_date, false) as has_date,
        ladders.covered_at
    from facts.shipping_verdicts as verdicts
    left join ladders using (shop, shipment_id)
)

select
    judged.* exclude (height, is_open),
    case judged.height
        when 0 then 'none'
        when 1 then 'mail'
        when 2 then 'number'
        when 3 then 'link'
        else 'date'
    end as rung,
    case when not judged.is_open then judged.height = 4 end as is_covered,
    coalesce(judged.covered_at > judged.due_at, false) as is_covered_late,
    case
        when judged.verdict in ('excluded', 'waiting', 'unknown') or judged.is_open then null
        when judged.height = 0 then if(judged.verdict = 'bounced', 'bounced', 'no_mail')
        when judged.height = 1 then 'no_number'
        when judged.height = 2 then 'no_link'
        when judged.height = 3 then 'no_date'
    end as lost_reason
from judged
