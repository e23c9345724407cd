-- To which mailboxes may mails about each order go, by any version of its record?
-- grain: one row per order and mailbox
-- key: shop, order_id, mailbox
with named as (
    select shop, order_id, email from raw.order_versions
    union all
    select shop, order_id, unnest(other_emails) as email from raw.order_versions
)

select distinct named.shop, named.order_id, boxes.mailbox
from named
inner join private.mailboxes as boxes on boxes.address = lower(trim(named.email))
