-- NULL_VALUE: The mail shows a null word where a value belongs.
-- needs: archive of sent mail; orders, to tell names and goods that are called so
-- owner: order processing
-- do: Find out why the value was missing, and let the template leave the line out or wait for it.
-- version: 1
with found as (
    select
        message_key,
        field,
        arg_min(cause, mark_place) as cause,
        arg_min(said, mark_place) as said
    from private.mail_marks
    where kind = 'null'
    group by message_key, field
)

select
    'mail ' || mails.message_key || ' ' || found.field as identity,
    mails.shop,
    mails.order_id,
    mails.message_key,
    case
        when found.field in ('order_number', 'items', 'tracking_number', 'tracking_link', 'link')
            then 'critical'
        else 'major'
    end as severity,
    found.field,
    found.cause,
    'a value' as expected,
    found.cause as observed,
    'stands where a value belongs' as evidence,
    found.cause as observed_value,
    found.said as span,
    mails.accepted_at as found_at
from facts.judged_mails as mails
inner join found using (message_key)
