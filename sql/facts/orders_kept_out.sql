-- Which orders are judged by nothing, and why?
-- grain: one row per order that nobody has to hear about
-- key: shop, order_id
select
    shop,
    order_id,
    case
        when is_test then 'test'
        when is_imported then 'imported'
        when is_in_store then 'in_store'
        when deleted_at is not null then 'deleted'
        else 'not_placed' -- a checkout that nobody finished
    end as excluded_reason
from staging.orders
where is_test or is_imported or is_in_store or deleted_at is not null
    or list_contains(flags, 'not_placed')
