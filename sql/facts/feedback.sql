-- How was each order or conversation rated, and how do we know that it was this one?
-- grain: one row per rating
-- key: shop, feedback_id
with known_orders as (
    select ratings.shop, ratings.feedback_id, min(orders.order_id) as order_id
    from staging.feedback as ratings
    inner join staging.orders as orders
        on
            ratings.shop = orders.shop
            and lower(ltrim(ratings.order_id, '#')) = lower(ltrim(trim(orders.order_id), '#'))
    group by ratings.shop, ratings.feedback_id
),

linked as (
    select
        ratings.*,
        known_orders.order_id as known_order_id,
        coalesce(
            case when known_orders.order_id is not null then 'order' end,
            talks.link_how, nearby.link_how
        ) as link_how
    from staging.feedback as ratings
    left join known_orders using (shop, feedback_id)
    left join facts.feedback_conversations as talks using (shop, feedback_id)
    left join facts.feedback_nearby as nearby using (shop, feedback_id)
)

select
    linked.shop,
    linked.feedback_id,
    linked.given_at,
    linked.score,
    linked.scale_min,
    linked.scale_max,
    linked.score_share,
    linked.has_comment,
    linked.customer_key,
    coalesce(linked.team, waits.team) as team,
    linked.link_how,
    coalesce(linked.known_order_id, talks.order_id, nearby.order_id) as order_id,
    linked.ticket_id,
    coalesce(talks.conversation_id, nearby.conversation_id) as conversation_id,
    coalesce(talks.wait_id, nearby.wait_id) as wait_id,
    linked.flags,
    linked.source
from linked
left join facts.feedback_conversations as talks using (shop, feedback_id)
left join facts.feedback_nearby as nearby -- only where nothing says it better
    on
        linked.shop = nearby.shop and linked.feedback_id = nearby.feedback_id
        and starts_with(linked.link_how, 'customer_')
left join facts.waits as waits
    on waits.wait_id = coalesce(talks.wait_id, nearby.wait_id)
