-- Which shipping mails of orders in several parcels name no product as it is written?
-- grain: one row per such mail; few, so that only of these texts are looked at closely
-- key: message_key
with words as (
    select
        mails.shop, mails.order_id, mails.message_key,
        ' ' || translate(texts.text, chr(10) || ',', '  ') || ' ' as words
    from facts.split_orders as orders
    inner join facts.order_mails as mails using (shop, order_id)
    inner join private.messages as texts using (message_key)
    where orders.left_parcels >= 2 and mails.kind = 'shipping_notice' and mails.is_archived
)

select words.message_key
from words
inner join staging.order_item_versions as lines using (shop, order_id)
where lines.title is not null
group by words.message_key
having not bool_or(contains(words.words, ' ' || lines.title || ' '))
