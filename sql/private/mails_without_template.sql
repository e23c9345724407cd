-- Which automated order mails are of a kind for which their shop has no template of its own?
-- grain: one row per such mail
-- key: message_key
with mails as (
    select
        messages.message_key,
        messages.shop,
        coalesce(told.mail_kind, subjects.kind) as kind,
        messages.happened_at as sent_at,
        messages.customer_key
    from staging.messages as messages
    inner join private.subjects as subjects using (message_key)
    left join staging.told_kinds as told on told.mail_key = messages.message_id
    where
        messages.direction = 'outgoing'
        and not messages.is_draft
        and not subjects.has_reply_prefix
        and messages.shop is not null
        and messages.happened_at is not null
)

select *
from mails
where
    kind in (
        'order_confirmation', 'payment', 'order_edited', 'cancelled', 'refunded', 'delay_notice',
        'shipping_notice', 'delivery_update', 'pickup_ready', 'invoice'
    )
    and not exists (
        select 1 from staging.templates as own
        where own.shop = mails.shop and own.kind = mails.kind and not own.is_default
    )
