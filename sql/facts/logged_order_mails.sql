-- Which automated mails for each order do we know by a provider's events alone?
-- grain: one row per mail, order and kind of which no copy is archived
-- key: message_key
with archived as (
    select coalesce(message_id, message_key) as mail_key
    from staging.messages
    group by coalesce(message_id, message_key)
),

told as (
    select orders.*, found.state
    from facts.told_orders as orders
    inner join staging.mail_deliveries as found using (mail_key, recipient_key)
    left join archived using (mail_key)
    where archived.mail_key is null and orders.kind not in ('', 'reply', 'other')
),

live as (
    select path, max(live_from_at) as live_from_at
    from staging.polled_paths
    group by path
),

mails as (
    select
        shop,
        order_id,
        mail_key,
        kind,
        min(message_id) as message_id,
        min(path) as path,
        min(accepted_at) as accepted_at,
        -- the order's own customer decides; where the mail went elsewhere, all who got it
        coalesce(
            min(state) filter (where recipient_key = customer_key),
            min(state) filter (where state not in ('bounced', 'expired', 'rejected')),
            min(state)
        ) as delivery_state,
        min(customer_key) as customer_key
    from told
    group by shop, order_id, mail_key, kind
)

select
    mails.* exclude (path),
    md5(concat_ws('|', mails.mail_key, mails.shop, mails.order_id, mails.kind)) as message_key,
    'tag' as order_match,
    'events' as accepted_by,
    case
        when mails.delivery_state in ('bounced', 'expired', 'rejected') then false
        when mails.delivery_state in ('delivered', 'complained') then true
    end as was_delivered,
    coalesce(mails.accepted_at < live.live_from_at, false) as is_history,
    false as is_archived
from mails
left join live using (path)
