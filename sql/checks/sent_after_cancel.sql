-- SENT_AFTER_CANCEL: The customer was told that an order goes on that was cancelled or refunded.
-- needs: orders, archive of sent mail
-- owner: order processing
-- do: Write to the customer what holds, and stop the shop's mails when an order is cancelled.
-- version: 1
with ended as (
    select
        orders.shop, orders.order_id,
        unnest(['cancelled', 'refunded']) as how,
        unnest([
            orders.cancelled_at,
            case when orders.refunded_total >= orders.total - 0.005 then orders.refunded_at end
        ]) as ended_at
    from staging.orders as orders
    left join facts.orders_kept_out as kept_out using (shop, order_id)
    where kept_out.order_id is null
        and (orders.cancelled_at is not null or orders.refunded_at is not null)
),

dated as ( -- a day's first moment may stand for all of it
    select
        ended.*,
        ended.ended_at + if(days.from_at is null, interval 0 day, interval 1 day) as surely_at
    from ended
    left join steps.calendar as days
        on
            days.shop = ended.shop
            and days.utc_day = cast(ended.ended_at as date)
            and days.from_at = ended.ended_at
    where ended.ended_at is not null
)

select
    'mail ' || mails.message_key || ' ' || mails.kind as identity,
    mails.shop, mails.order_id, null::varchar as shipment_id, mails.message_key,
    null::varchar as wait_id,
    'major' as severity,
    mails.kind as field,
    'no such mail of an order that was ' || min(dated.how) as expected,
    'sent afterwards' as observed,
    min(dated.how) || ' ' || strftime(min(dated.ended_at), '%Y-%m-%d %H:%M:%S UTC') as evidence,
    mails.accepted_at as found_at
from facts.order_mails as mails
inner join dated using (shop, order_id)
inner join facts.mail_days as days using (message_key)
left join facts.clock_doubts as doubts on doubts.shop = mails.shop
inner join staging.targets as targets
    on
        targets.shop = mails.shop
        and targets.valid_from_day <= days.local_day
        and targets.valid_until_day > days.local_day
where
    mails.is_archived
    and mails.kind in ('order_confirmation', 'shipping_notice')
    and mails.accepted_at > dated.surely_at
    + greatest(targets.clock_offset_seconds, doubts.mail_seconds) * interval 1 second
group by mails.shop, mails.order_id, mails.message_key, mails.kind, mails.accepted_at
