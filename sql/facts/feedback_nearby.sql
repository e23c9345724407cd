-- What had each customer last got from us when they rated, an answer or a parcel?
-- grain: one row per rating of a customer with an answer or a delivery shortly before
-- key: shop, feedback_id
with got as (
    select
        shop, customer_key, answered_at as happened_at, wait_id, conversation_id, order_id,
        'customer_wait' as link_how
    from facts.waits
    where answered_at is not null
    union all
    select
        orders.shop, orders.customer_key, parcels.delivered_at as happened_at,
        null as wait_id, null as conversation_id, orders.order_id, 'customer_order' as link_how
    from staging.shipments as parcels
    inner join staging.orders as orders using (shop, order_id)
    where parcels.delivered_at is not null
)

select
    ratings.shop,
    ratings.feedback_id,
    got.link_how,
    got.wait_id,
    got.conversation_id,
    got.order_id
from staging.feedback as ratings
inner join staging.ticket_windows as windows using (shop)
inner join got
    on
        ratings.shop = got.shop
        and ratings.customer_key = got.customer_key
        and got.happened_at <= ratings.given_at
where seconds_between(got.happened_at, ratings.given_at) <= windows.feedback_seconds
qualify row_number() over (
    partition by ratings.shop, ratings.feedback_id
    order by got.happened_at desc, got.link_how desc, got.wait_id, got.order_id
) = 1
