-- REPLY_DEAD_END: Who answers this mail reaches nobody.
-- needs: archive of sent mail
-- owner: order processing
-- do: Set a mailbox that people read as Reply-To of this mail; mailboxes that may stand there are listed in contacts.csv.
-- version: 1
select
    'mail ' || mails.message_key || ' reply_to' as identity,
    mails.shop,
    mails.order_id,
    null::varchar as shipment_id,
    mails.message_key,
    null::varchar as wait_id,
    'critical' as severity,
    'reply_to' as field,
    'a mailbox of the shop that people read' as expected,
    case ways.leads_to
        when 'no_reply' then 'an address that takes no answers'
        when 'foreign' then 'an address outside the shop'
        else 'an address that is not on the list of contacts'
    end as observed,
    'Reply-To of the mail, else From' as evidence,
    mails.accepted_at as found_at,
    coalesce(nullif(texts.reply_to_address, ''), texts.from_address) as observed_value
from facts.reply_addresses as ways
inner join facts.order_mails as mails using (message_key)
inner join private.messages as texts using (message_key)
where ways.leads_to in ('no_reply', 'foreign', 'not_a_contact')
