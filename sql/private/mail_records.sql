-- What did the order's record say when each of its mails was sent?
-- grain: one row per archived automated mail about an order; no version where it is not known
-- key: message_key
with sent as (
    select
        mails.message_key,
        mails.shop,
        mails.order_id,
        mails.order_match,
        mails.accepted_at as sent_at,
        case
            when contents.coverage_share >= 0.8 and contents.origin in ('own', 'learnt')
                then split_part(contents.template, '.', 1)
            else mails.kind
        end as kind
    from facts.order_mails as mails
    left join private.mail_contents as contents using (message_key)
    where mails.is_archived
),

spans as ( -- what is not dated is known only if it never changed
    select
        *,
        coalesce(lead(valid_from_at) over by_version, timestamp '9999-12-31') as valid_until_at,
        bool_and(is_dated) over by_order as are_dated,
        count(*) over by_order as versions
    from staging.order_versions
    window
        by_order as (partition by shop, order_id),
        by_version as (partition by shop, order_id order by version)
)

select
    sent.*,
    coalesce(days.local_day, cast(sent.sent_at as date)) as local_day,
    upper(regexp_replace(sent.order_id, '[^0-9A-Za-z]', '', 'g')) as order_key,
    orders.version as record_version,
    orders.customer_key,
    orders.locale,
    lower(orders.fulfilment) as fulfilment,
    orders.line_ids,
    orders.ship_by_at,
    orders.country,
    orders.total,
    upper(orders.currency) as currency
from sent
left join spans as orders
    on
        orders.shop = sent.shop
        and orders.order_id = sent.order_id
        and if(orders.are_dated, orders.valid_from_at <= sent.sent_at, orders.versions = 1)
        and if(orders.are_dated, orders.valid_until_at > sent.sent_at, true)
        -- a mail that names no order we know may be about one we do not know
        and sent.order_match not in ('thread', 'recipient_time')
left join steps.calendar as days
    on
        days.shop = sent.shop
        and days.utc_day = cast(sent.sent_at as date)
        and sent.sent_at >= days.from_at
        and sent.sent_at < days.until_at
