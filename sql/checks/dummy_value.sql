-- DUMMY_VALUE: The mail holds text or a value that was only put in for trying.
-- needs: archive of sent mail; orders, to tell names and goods that are called so
-- owner: customer support
-- do: Take the trial text out of the template or the data.
-- version: 1
with found as (
    select
        message_key,
        if(is_in_slot, field, 'text') as field,
        arg_min(cause, mark_place) as cause,
        arg_min(said, mark_place) as said
    from private.mail_marks
    where kind = 'dummy'
    group by message_key, if(is_in_slot, field, 'text')
)

select
    'mail ' || mails.message_key || ' ' || found.field as identity,
    mails.shop,
    mails.order_id,
    mails.message_key,
    'major' as severity,
    found.field,
    found.cause,
    'a true value' as expected,
    found.cause as observed,
    'trial text' as evidence,
    found.cause as observed_value,
    found.said as span,
    mails.accepted_at as found_at
from facts.judged_mails as mails
inner join found using (message_key)
where not exists ( -- a domain that the shop says is its own
    select 1 from seeds.domains as domains
    where domains.shop = mails.shop and contains(found.cause, domains.domain)
)
