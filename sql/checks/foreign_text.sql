-- FOREIGN_TEXT: Somebody wrote text into the mail that its template does not have.
-- needs: templates, archive of sent mail
-- owner: customer support
-- do: Take the text out, or allow it in seeds/allowed_texts.csv.
-- version: 1
select
    'mail ' || mails.message_key as identity,
    mails.shop,
    mails.order_id,
    mails.message_key,
    'minor' as severity,
    'text' as field,
    md5(regexp_replace(left(inserted.said, 200), '[0-9]+', '0', 'g')) as cause,
    'at most 15 words more' as expected,
    inserted.words || ' words more' as observed,
    inserted.lines || ' lines that are not of the template' as evidence,
    left(inserted.said, 200) as span,
    mails.accepted_at as found_at
from facts.judged_mails as mails
inner join private.inserted_lines as inserted using (message_key)
where mails.has_template and mails.cut_field is null and inserted.words > 15
