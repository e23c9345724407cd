-- Which automated mails for each order lie in an archive, when were they taken, did they arrive?
-- grain: one row per outgoing automated mail about an order of which we hold a copy
-- key: message_key
with mails as (
    select
        messages.*,
        coalesce(orders.customer_key, messages.customer_key) as owner_key,
        coalesce(messages.message_id, messages.message_key) as mail_key
    from facts.messages as messages
    left join staging.orders as orders using (shop, order_id)
    where
        messages.direction = 'outgoing'
        and messages.order_id is not null
        and messages.kind not in ('reply', 'auto_reply', 'other')
),

deliveries as (
    select
        mails.message_key,
        min(found.accepted_at) as accepted_at,
        -- the order's own customer decides; where the mail went elsewhere, all who got it
        coalesce(
            min(found.state) filter (where found.recipient_key = mails.owner_key),
            min(found.state) filter (
                where found.state not in ('bounced', 'expired', 'rejected')
            ),
            min(found.state)
        ) as delivery_state
    from mails
    inner join staging.message_recipients as people using (message_key)
    inner join staging.mail_deliveries as found
        on found.mail_key = mails.mail_key and found.recipient_key = people.recipient_key
    group by mails.message_key
)

select
    mails.shop,
    mails.order_id,
    mails.message_key,
    mails.message_id,
    mails.mail_key,
    mails.kind,
    mails.order_match,
    coalesce(deliveries.accepted_at, mails.happened_at) as accepted_at,
    case when deliveries.accepted_at is not null then 'log' else 'archive' end as accepted_by,
    coalesce(deliveries.delivery_state, 'unknown') as delivery_state,
    case
        when deliveries.delivery_state in ('bounced', 'expired', 'rejected') then false
        when deliveries.delivery_state in ('delivered', 'complained') then true
    end as was_delivered,
    mails.owner_key as customer_key,
    mails.is_history,
    true as is_archived
from mails
left join deliveries using (message_key)
