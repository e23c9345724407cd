-- By which day was each confirmed order to leave, and to arrive, as its record said then?
-- grain: one row per order confirmation
-- key: message_key
select
    records.message_key,
    records.shop,
    records.order_id,
    records.sent_at,
    coalesce(days.local_day, terms.ship_by_day) as ship_by_day,
    arrivals.local_day as deliver_by_day,
    days.local_day is not null as is_recorded
from private.mail_records as records
left join steps.calendar as days
    on
        days.shop = records.shop
        and days.utc_day = cast(records.ship_by_at as date)
        and records.ship_by_at >= days.from_at
        and records.ship_by_at < days.until_at
left join staging.order_versions as orders
    on
        orders.shop = records.shop
        and orders.order_id = records.order_id
        and orders.version = records.record_version
left join steps.calendar as arrivals
    on
        arrivals.shop = records.shop
        and arrivals.utc_day = cast(orders.deliver_by_at as date)
        and orders.deliver_by_at >= arrivals.from_at
        and orders.deliver_by_at < arrivals.until_at
left join steps.promised_ship_days as terms
    on
        terms.shop = records.shop
        and terms.order_id = records.order_id
        and terms.version = records.record_version
where records.kind = 'order_confirmation'
