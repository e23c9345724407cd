-- TRUNCATED: The mail is empty or breaks off.
-- needs: archive of sent mail
-- owner: customer support
-- do: Send the mail again, and find out where its text was cut.
-- version: 1
select
    'mail ' || message_key as identity,
    shop,
    order_id,
    message_key,
    'critical' as severity,
    cut_field as field,
    if(coalesce(body_words, 0) = 0, 'empty', cut_field) as cause,
    'the whole template' as expected,
    case
        when coalesce(body_words, 0) = 0 then 'no text'
        when cut_field = 'body' then 'less than 40 % of the template'
        else 'no closing line'
    end as observed,
    coalesce(body_words, 0) || ' words' as evidence,
    accepted_at as found_at
from facts.judged_mails
where cut_field is not null
