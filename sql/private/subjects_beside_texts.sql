-- What does each mail's subject say, beside the template that its text follows?
-- grain: one row per mail about an order that fits one of the shop's own templates
-- key: message_key
select
    mails.message_key,
    mails.shop,
    mails.order_id,
    mails.accepted_at,
    contents.coverage_share,
    subjects.bare_subject,
    subjects.kind as subject_kind,
    split_part(mails.template, '.', 1) as template_kind,
    contains(templates.subject, '[ORDER_NUMBER]') as wants_number,
    contains(concat(' ', upper(subjects.bare_subject), ' '), concat(' ', upper(mails.order_id), ' '))
    or contains(
        concat(' ', regexp_replace(upper(subjects.bare_subject), '[^0-9A-Z]+', ' ', 'g'), ' '),
        concat(' ', trim(regexp_replace(upper(mails.order_id), '[^0-9A-Z]+', ' ', 'g')), ' ')
    ) as has_number,
    marks.message_key is not null as is_marked -- one cause, one finding
from facts.judged_mails as mails
inner join private.mail_contents as contents using (message_key)
inner join private.subjects as subjects using (message_key)
inner join private.template_texts as templates
    on
        templates.shop = mails.shop
        and templates.kind || '.' || templates.locale = mails.template
        and templates.version = mails.version
        and templates.origin = contents.origin
left join (select distinct message_key from private.mail_marks where place = 'subject') as marks
    using (message_key)
where mails.has_template and mails.cut_field is null
