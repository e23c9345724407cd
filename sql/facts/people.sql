-- Under which one key does somebody stand whom an order's record knows by several addresses?
-- grain: one row per shop and such address's key
-- key: shop, customer_key
-- An answer to either address is one to the customer; it counts only within a conversation or an
-- order, so that an address which many orders share joins nobody's questions to another's.
with shared as (
    select shop, order_id, min(customer_key) as first_key
    from staging.order_customers
    group by shop, order_id
    having count(*) > 1
)

select people.shop, people.customer_key, min(shared.first_key) as person_key
from staging.order_customers as people
inner join shared using (shop, order_id)
group by people.shop, people.customer_key
