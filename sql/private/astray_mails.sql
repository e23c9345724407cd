-- Which mails that lie with what we sent left under an address that is none of ours?
-- grain: one row per such mail
-- key: message_key
-- Nobody but us can have sent what lies in an archive of sent mails and went to a customer.
select distinct mails.message_key
from raw.messages as mails
inner join private.message_places as places on places.message_key = mails.message_key
inner join private.message_addressees as addressees on addressees.message_key = mails.message_key
inner join staging.message_recipients as people on people.message_key = mails.message_key
left join private.mailboxes as boxes on boxes.key = people.recipient_key
left join private.order_mailboxes as customers on customers.mailbox = boxes.mailbox
left join private.addresses as froms on froms.address = lower(trim(mails.from_address))
where
    places.is_archived
    -- without orders nobody knows the customers: better ours than an inquiry that nobody sent
    and (
        customers.mailbox is not null
        or not exists (
            select 1 from raw.order_versions as known where known.shop = places.place_shop
        )
    )
    and not addressees.has_own
    and not coalesce(froms.is_own, false)
    and froms.key is distinct from people.recipient_key
    and mails.report_type is null
    and not coalesce(mails.is_null_sender, false)
