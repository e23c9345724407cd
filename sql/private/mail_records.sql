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

known as (
    select shop, order_id, count(*) as versions, bool_and(is_dated) as is_dated
    from staging.order_versions group by shop, order_id
),

as_sent as ( -- what is not dated is known only if it never changed
    select sent.message_key, max(versions.version) as version
    from sent inner join known using (shop, order_id)
    inner join staging.order_versions as versions using (shop, order_id)
    where
        if(known.is_dated, versions.valid_from_at <= sent.sent_at, known.versions = 1)
        -- a mail that names no order we know may be about one we do not know
        and sent.order_match not in ('thread', 'recipient_time')
    group by sent.message_key
)

select
    sent.*,
    coalesce(days.local_day, cast(sent.sent_at as date)) as local_day,
    upper(regexp_replace(sent.order_id, '[^0-9A-Za-z]', '', 'g')) as order_key,
    as_sent.version as record_version,
    orders.customer_key,
    lower(orders.fulfilment) as fulfilment,
    orders.line_ids,
    orders.placed_at,
    orders.ship_by_at,
    orders.shipping_method,
    orders.total,
    upper(orders.currency) as currency,
    people.* exclude (shop, order_id, version, email, phone, content_hash)
from sent
left join as_sent using (message_key)
left join staging.order_versions as orders using (shop, order_id, version)
left join private.order_versions as people using (shop, order_id, version)
left join steps.calendar as days
    on
        days.shop = sent.shop
        and days.utc_day = cast(sent.sent_at as date)
        and sent.sent_at >= days.from_at
        and sent.sent_at < days.until_at
