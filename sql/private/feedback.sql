-- What did customers write beside their ratings?
-- grain: one row per rating, as its newest record holds it
-- key: shop, feedback_id
select
    shop,
    feedback_id,
    lower(trim(customer_address)) as customer_address,
    nullif(trim(comment), '') as comment
from raw.feedback
qualify row_number() over (
    partition by shop, feedback_id order by batch_id desc, read_at desc, content_hash
) = 1
