-- Was what customers were promised, to ship or to deliver by some day, kept?
-- grain: one row per promise
-- key: promise_id
with judged as (
    select
        made.*,
        orders.channel, orders.locale, orders.customer_key,
        feeds.read_until, feeds.present_at,
        made.kind = 'deliver' and not coalesce(feeds.tells_deliveries, false) as is_untold,
        coalesce(made.until_at < feeds.live_from_at, false) as is_history,
        case
            when kept_out.order_id is not null then kept_out.excluded_reason
            when least(orders.cancelled_at, made.parcel_cancelled_at)
                <= least(made.until_at, made.happened_at - interval 1 microsecond) then 'cancelled'
            when orders.refunded_at
                <= least(made.until_at, made.happened_at - interval 1 microsecond) then 'refunded'
        end as excluded_reason,
        coalesce(made.kind = 'deliver' and made.happened_at
            < coalesce(made.from_at, made.day_starts_at)
            - targets.too_early_seconds * interval 1 second, false) as is_too_early
    from facts.promise_chains as made
    left join staging.orders as orders
        on orders.shop = made.shop and orders.order_id = made.order_id
    left join facts.orders_kept_out as kept_out
        on kept_out.shop = made.shop and kept_out.order_id = made.order_id
    left join facts.delivery_feeds as feeds
        on feeds.shop = made.shop and feeds.carrier = coalesce(made.carrier, '')
    left join staging.targets as targets
        on
            targets.shop = made.shop
            and targets.valid_from_day <= made.until_day
            and targets.valid_until_day > made.until_day
)

select
    promise_id, shop, order_id, nullif(shipment_id, '') as shipment_id,
    nullif(line_id, '') as line_id, kind, from_at, until_at, made_in, made_at, message_key,
    superseded_by, is_first, happened_at, is_too_early, excluded_reason,
    case
        when excluded_reason is not null then 'excluded'
        -- a later promise than the first was a correction, and was itself corrected in time
        when not is_first and superseded_at <= until_at then 'superseded'
        when happened_at <= until_at then 'kept'
        when happened_at > until_at then 'broken'
        when is_untold or read_until is null then 'unknown'
        when read_until > until_at then 'broken'
        when present_at > until_at then 'unknown'
        else 'open'
    end as verdict,
    read_until as judged_until_at,
    channel, locale, carrier, customer_key, is_history
from judged
