-- What did each order's record hold when its confirmation was sent (or now, if none was)?
-- grain: one row per order of which a version from then is held
-- key: shop, order_id
select versions.*
from staging.order_versions as versions
inner join facts.order_confirmations as mails using (shop, order_id)
where mails.sent_at is null or versions.valid_from_at <= mails.sent_at
qualify row_number() over (
    partition by versions.shop, versions.order_id order by versions.version desc
) = 1
