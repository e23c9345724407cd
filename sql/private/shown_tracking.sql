-- Which tracking does each shipping mail show in its text and links, whatever its template?
-- grain: one row per shipping mail that tells of a parcel; what is said of several is one
-- key: message_key
select
    mails.message_key,
    bool_and(notices.excluded_reason is not null) as is_excluded,
    bool_and(mails.has_number) filter (where notices.excluded_reason is null) as has_number,
    bool_and(mails.has_link) filter (where notices.excluded_reason is null) as has_link,
    bool_and(mails.has_date) filter (where notices.excluded_reason is null) as has_date
from facts.shipment_mails as mails
inner join private.mails_with_gaps as asked using (message_key)
inner join facts.shipping_notices as notices
    on notices.shop = mails.shop and notices.shipment_id = mails.shipment_id
where mails.kind = 'shipping_notice'
group by mails.message_key
