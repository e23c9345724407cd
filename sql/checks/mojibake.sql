-- MOJIBAKE: Letters of the mail were garbled on the way from the data to the customer.
-- needs: archive of sent mail
-- owner: order processing
-- do: Find the step that reads UTF-8 as something else or escapes twice.
-- version: 1
with found as (
    select
        message_key,
        if(is_in_slot or place = 'subject', field, 'text') as field,
        bool_or(is_in_slot) as is_in_slot,
        arg_min(cause, mark_place) as cause,
        arg_min(said, mark_place) as said
    from private.mail_marks
    where kind = 'mojibake'
    group by message_key, if(is_in_slot or place = 'subject', field, 'text')
)

select
    'mail ' || mails.message_key || ' ' || found.field as identity,
    mails.shop,
    mails.order_id,
    mails.message_key,
    if(found.is_in_slot, 'major', 'minor') as severity,
    found.field,
    found.cause,
    'readable letters' as expected,
    found.cause as observed,
    'signs that no language has' as evidence,
    found.said as observed_value,
    found.said as span,
    mails.accepted_at as found_at
from facts.judged_mails as mails
inner join found using (message_key)
