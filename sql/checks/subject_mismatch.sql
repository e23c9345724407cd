-- SUBJECT_MISMATCH: The subject names no order, another order, or another kind of mail.
-- needs: templates, archive of sent mail
-- owner: customer support
-- do: Give the template's subject the order's number, and each kind of mail a subject of its own.
-- version: 1
with said as (
    select
        mails.*,
        contents.coverage_share,
        subjects.bare_subject,
        subjects.kind as subject_kind,
        split_part(mails.template, '.', 1) as template_kind,
        contains(templates.subject, '[ORDER_NUMBER]') as wants_number,
        ' ' || regexp_replace(upper(subjects.bare_subject), '[^0-9A-Z]+', ' ', 'g') || ' '
            as subject_words,
        ' ' || trim(regexp_replace(upper(mails.order_id), '[^0-9A-Z]+', ' ', 'g')) || ' '
            as order_words,
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
),

found as (
    select
        *,
        'order_number' as field,
        if(regexp_matches(subject_words, '[0-9]{3}'), 'another number', 'no number') as observed
    from said
    where
        wants_number and not is_marked and not contains(subject_words, order_words)
    union all
    select *, 'stage' as field, subject_kind as observed
    from said
    where
        coverage_share >= 0.8
        and subject_kind <> template_kind
        and (subject_kind, template_kind) <> ('delivery_update', 'shipping_notice')
)

select
    'mail ' || message_key || ' ' || field as identity,
    shop,
    order_id,
    message_key,
    'major' as severity,
    field,
    observed as cause,
    if(field = 'stage', template_kind, 'the order''s number') as expected,
    observed,
    'the subject beside the text' as evidence,
    left(bare_subject, 200) as observed_value,
    left(bare_subject, 200) as span,
    accepted_at as found_at
from found
