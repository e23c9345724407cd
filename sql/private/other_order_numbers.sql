-- Which order mails state in their body another number than their order's?
-- grain: one row per mail
-- key: message_key
with found as (
    select
        said.message_key,
        said.shop,
        said.order_id,
        said.order_key,
        said.sent_at,
        orders.customer_key,
        said.order_number as observed_value,
        upper(regexp_replace(said.order_number, '[^0-9A-Za-z]', '', 'g')) as stated_key
    from private.mail_values as said
    left join staging.orders as orders
        on orders.shop = said.shop and orders.order_id = said.order_id
    where
        not said.is_truncated
        and said.order_number <> ''
        -- a mail that names no order we know may be about one we do not know
        and said.order_match not in ('thread', 'recipient_time')
        and upper(regexp_replace(said.order_number, '[^0-9A-Za-z]', '', 'g')) <> said.order_key
        -- 1001 of 3 March
        and not list_contains(
            regexp_split_to_array(upper(said.order_number), '[^0-9A-Z/_.-]+'),
            ltrim(upper(said.order_id), '#')
        )
)

select found.* exclude (order_key)
from found
inner join private.messages as texts using (message_key)
-- 10 291: what was read as the number may be its beginning
where not (starts_with(found.order_key, found.stated_key) and contains(
    regexp_replace(upper(texts.text), '[^0-9A-Z]', '', 'g'), found.order_key
))
