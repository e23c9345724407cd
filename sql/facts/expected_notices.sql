-- From when on must each payment, change or goods that are ready be told, until when, or why not?
-- grain: one row per order and kind of mail whose clock has begun
-- key: shop, order_id, mail_kind
select
    clocks.shop,
    clocks.order_id,
    clocks.mail_kind,
    orders.channel,
    orders.locale,
    orders.customer_key,
    coalesce(
        kept_out.excluded_reason,
        case when clocks.sender <> 'shop'
            then coalesce(clocks.reason, 'sent_by_' || clocks.sender) end
    ) as excluded_reason,
    clocks.clock_starts_at,
    clocks.clock_starts_at + interval 1 second * case clocks.mail_kind
        when 'payment' then targets.confirmation_seconds
        else targets.shipping_mail_seconds
    end as due_at,
    clocks.clock_starts_at + interval 1 second * case clocks.mail_kind
        when 'payment' then targets.confirmation_seconds
        else targets.shipping_mail_seconds
    end + interval 1 second * coalesce(doubts.mail_seconds, 0) as late_after_at,
    clocks.clock_starts_at + interval 1 second * case clocks.mail_kind
        when 'payment' then targets.confirmation_missing_seconds
        else targets.shipping_mail_missing_seconds
    end as missing_after_at,
    clocks.clock_starts_at
        - greatest(targets.clock_offset_seconds, doubts.mail_seconds) * interval 1 second
        as earliest_plausible_at,
    clocks.clock_starts_at + targets.implausible_seconds * interval 1 second
        as latest_plausible_at
from facts.notice_clocks as clocks
inner join staging.orders as orders using (shop, order_id)
left join facts.orders_kept_out as kept_out using (shop, order_id)
left join facts.clock_doubts as doubts on doubts.shop = clocks.shop
inner join staging.targets as targets
    on
        targets.shop = clocks.shop
        and targets.valid_from_day <= clocks.local_day
        and targets.valid_until_day > clocks.local_day
