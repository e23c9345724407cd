-- Nothing is called missing before every path it could have taken was read past its limit.
select shop, order_id as id, judged_until_at, missing_after_at
from facts.order_confirmations
where
    verdict = 'missing'
    and (sent_at is not null or coalesce(judged_until_at < missing_after_at, true))
union all
select shop, shipment_id as id, judged_until_at, missing_after_at
from facts.shipping_notices
where
    verdict = 'missing'
    and (noticed_at is not null or coalesce(judged_until_at < missing_after_at, true))
union all
select shop, order_id || ' ' || mail_kind as id, judged_until_at, missing_after_at
from facts.order_notices
where
    verdict = 'missing'
    and (sent_at is not null or coalesce(judged_until_at < missing_after_at, true))
