-- PLACEHOLDER_LEFT: A placeholder of the template was sent instead of its value.
-- needs: archive of sent mail
-- owner: order processing
-- do: Find out why the value was empty or the name misspelt, and send the mail again.
-- version: 1
with found as (
    select
        message_key,
        case
            when place = 'TRACKING_LINK' then 'link'
            when place in ('subject', 'link') then place
            else 'text'
        end as field,
        arg_min(cause, mark_place) as cause,
        arg_min(said, mark_place) as said,
        count(*) as places
    from private.mail_marks
    where kind = 'placeholder'
    group by 1, 2
)

select
    'mail ' || mails.message_key || ' ' || found.field as identity,
    mails.shop,
    mails.order_id,
    mails.message_key,
    'critical' as severity,
    found.field,
    found.cause,
    'a value' as expected,
    found.cause as observed,
    found.places || ' placeholders' as evidence,
    found.cause as observed_value,
    found.said as span,
    mails.accepted_at as found_at
from facts.judged_mails as mails
inner join found using (message_key)
