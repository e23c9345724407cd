-- TEMPLATE_DRIFT: The wording of the mail differs from its template.
-- needs: templates, archive of sent mail
-- owner: customer support
-- do: Put the template's wording back, or make the new wording a version of the template.
-- version: 1
with drifted as (
    select
        message_key,
        bool_or(is_mandatory) as is_mandatory,
        count(*) as lines,
        string_agg(distinct line_kind, ', ' order by line_kind) as kinds,
        min(left(line, 200)) as line,
        min(left(said, 200)) as said
    from private.drifted_lines
    group by message_key
)

select
    'mail ' || mails.message_key as identity,
    mails.shop,
    mails.order_id,
    mails.message_key,
    if(drifted.is_mandatory, 'major', 'minor') as severity,
    'text' as field,
    md5(drifted.line) as cause, -- which line it is, without its words
    'the template''s wording' as expected,
    'lines ' || drifted.kinds as observed,
    drifted.lines || ' lines of the fixed text' as evidence,
    drifted.line as expected_value,
    drifted.said as observed_value,
    drifted.said as span,
    mails.accepted_at as found_at
from facts.judged_mails as mails
inner join drifted using (message_key)
where mails.has_template and mails.cut_field is null
