-- Which order mails state in their body another number than their order's?
-- grain: one row per mail
-- key: message_key
select
    said.message_key,
    said.shop,
    records.order_id,
    records.sent_at,
    orders.customer_key,
    said.order_number as observed_value,
    upper(regexp_replace(said.order_number, '[^0-9A-Za-z]', '', 'g')) as stated_key
from private.mail_values as said
inner join private.mail_records as records using (message_key)
left join staging.orders as orders
    on orders.shop = records.shop and orders.order_id = records.order_id
where
    not said.is_truncated
    and said.order_number <> ''
    -- a mail that names no order we know may be about one we do not know
    and records.order_match not in ('thread', 'recipient_time')
    and upper(regexp_replace(said.order_number, '[^0-9A-Za-z]', '', 'g')) <> records.order_key
    -- 1001 of 3 March
    and not list_contains(
        regexp_split_to_array(upper(said.order_number), '[^0-9A-Z/_.-]+'),
        ltrim(upper(records.order_id), '#')
    )
