-- Which one order does each mail name best?
-- grain: one row per mail that names an order
-- key: message_key
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
