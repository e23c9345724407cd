-- PARTS_DISAGREE: The plain and the HTML form of the mail say different things.
-- needs: archive of sent mail
-- owner: customer support
-- do: Fill both forms of the template from the same values.
-- version: 1
select
    'mail ' || mails.message_key || ' ' || compared.field as identity,
    mails.shop,
    mails.order_id,
    mails.message_key,
    'major' as severity,
    compared.field,
    'the same in both forms' as expected,
    if(compared.field = 'part', 'one form is empty', 'two values') as observed,
    'plain text beside HTML' as evidence,
    left(compared.value, 200) as expected_value,
    left(compared.html_value, 200) as observed_value,
    left(compared.html_value, 200) as span,
    mails.accepted_at as found_at
from facts.judged_mails as mails
inner join private.unlike_parts as compared using (message_key)
left join private.mail_marks as marks -- one cause, one finding
    on
        marks.message_key = mails.message_key
        and (marks.field = compared.field
            or marks.place = 'link' and compared.field = 'tracking_link')
where mails.cut_field is null and marks.message_key is null
