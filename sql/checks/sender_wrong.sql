-- SENDER_WRONG: The mail did not come from the shop by its address, its name or its signature.
-- needs: archive of sent mail; the shop's domains
-- owner: order processing
-- do: Set the shop's own address and name as the sender; a provider that may send is listed in senders.csv.
-- version: 1
with faults as (
    select message_key, 'domain' as field, 'an address of the shop' as expected,
        'another domain' as observed, 'From of the mail, the shop''s domains and senders.csv' as evidence
    from facts.mail_senders
    where not is_address_ours
    union all
    select message_key, 'name' as field, 'a name of the shop' as expected,
        'another name' as observed, 'From of the mail and senders.csv' as evidence
    from facts.mail_senders
    where not is_name_ours
    union all
    select message_key, 'dmarc' as field, 'pass' as expected,
        'fail' as observed, 'Authentication-Results of the copy' as evidence
    from facts.mail_senders
    where is_refused
)

select
    'mail ' || mails.message_key || ' ' || faults.field as identity,
    mails.shop,
    mails.order_id,
    null::varchar as shipment_id,
    mails.message_key,
    null::varchar as wait_id,
    'major' as severity,
    faults.field,
    faults.expected,
    faults.observed,
    faults.evidence,
    mails.accepted_at as found_at,
    case faults.field
        when 'name' then texts.from_name
        when 'domain' then texts.from_address
    end as observed_value
from faults
inner join facts.order_mails as mails using (message_key)
inner join private.messages as texts using (message_key)
where -- without domains in the settings nobody knows what is ours
    faults.field <> 'domain'
    or mails.shop in (select shop from seeds.domains)
