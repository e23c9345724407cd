-- TEMPLATE_UNKNOWN: The mail follows none of the shop's templates.
-- needs: templates, archive of sent mail
-- owner: customer support
-- do: Find out who sends this wording, and send from the standard template.
-- version: 1
select
    'mail ' || message_key as identity,
    shop,
    order_id,
    message_key,
    'major' as severity,
    'text' as field,
    kind as cause,
    'the wording of a template' as expected,
    'no template fits' as observed,
    'less than 55 % of the fixed text of any template' as evidence,
    accepted_at as found_at
from facts.judged_mails
where how = 'unknown' and cut_field is null
