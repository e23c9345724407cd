-- Which one order does each mail name best?
-- grain: one row per mail that names an order
-- key: message_key
with mentioned as (
    select
        message_key,
        shop,
        order_id,
        case position when 'text' then 'body' else position end as order_match
    from steps.order_mentions
    qualify row_number() over (
        partition by message_key
        order by
            case position when 'subject' then 1 when 'text' then 2 else 3 end,
            is_customers desc,
            strength desc,
            place,
            order_id
    ) = 1
),

told as ( -- what names none itself may have been given one along with it
    select mails.message_key, orders.shop, min(orders.order_id) as order_id
    from staging.messages as mails
    inner join facts.told_orders as orders
        on orders.mail_key = mails.message_id and orders.shop = mails.shop
    left join mentioned using (message_key)
    where mentioned.message_key is null and mails.direction = 'outgoing'
    group by mails.message_key, orders.shop
    having count(distinct orders.order_id) = 1
)

select * from mentioned
union all
select message_key, shop, order_id, 'tag' as order_match from told
