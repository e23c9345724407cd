-- WRONG_RECIPIENT: The mail about an order went to somebody who has nothing to do with it.
-- needs: orders with e-mail addresses, archive of sent mail
-- owner: order processing
-- do: Send the mail to the customer, and find out whose address the shop took and what they now know.
-- version: 1
with sent as ( -- an order that is only known through its customer proves nothing about the customer
    select
        mails.shop, mails.order_id, mails.message_key, mails.order_match, mails.accepted_at,
        boxes.mailbox
    from facts.order_mails as mails
    inner join staging.message_recipients as people using (message_key)
    inner join private.mailboxes as boxes on boxes.key = people.recipient_key
    where
        mails.is_archived
        and not people.is_own
        and mails.order_match not in ('thread', 'recipient_time')
),

judged as (
    select
        sent.shop, sent.order_id, sent.message_key, sent.order_match, sent.accepted_at,
        count(contacts.mailbox) as known, min(sent.mailbox) as mailbox
    from sent
    left join private.order_mailboxes as contacts using (shop, order_id, mailbox)
    group by
        sent.shop, sent.order_id, sent.message_key, sent.order_match, sent.accepted_at
)

select
    'mail ' || judged.message_key || ' recipient' as identity,
    judged.shop,
    judged.order_id,
    null::varchar as shipment_id,
    judged.message_key,
    null::varchar as wait_id,
    'critical' as severity,
    'recipient' as field,
    'a contact of the order' as expected,
    'nobody of the order' as observed,
    'To and Cc of the mail, every version of the order; order known by ' || judged.order_match
        as evidence,
    judged.accepted_at as found_at,
    judged.mailbox as observed_value,
    string_agg(contacts.mailbox, ', ' order by contacts.mailbox) as expected_value
from judged
inner join private.order_mailboxes as contacts using (shop, order_id)
where judged.known = 0
group by all
