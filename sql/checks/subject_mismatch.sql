-- SUBJECT_MISMATCH: The subject names no order, another order, or another kind of mail.
-- needs: templates, archive of sent mail
-- owner: customer support
-- do: Give the template's subject the order's number, and each kind of mail a subject of its own.
-- version: 1
with found as (
    select
        *,
        'order_number' as field,
        if(regexp_matches(bare_subject, '[0-9]{3}'), 'another number', 'no number') as observed
    from private.subjects_beside_texts
    where
        wants_number and not is_marked and not has_number
    union all
    select *, 'stage' as field, subject_kind as observed
    from private.subjects_beside_texts
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
