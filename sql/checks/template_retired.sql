-- TEMPLATE_RETIRED: The mail was sent with a wording that was not in force.
-- needs: templates, archive of sent mail
-- owner: customer support
-- do: Take the old version out of the system that sends it.
-- version: 1
select
    'mail ' || message_key as identity,
    shop,
    order_id,
    message_key,
    'minor' as severity,
    'version' as field,
    version as cause,
    'version ' || coalesce(active_version, 'not yet in force') as expected,
    'version ' || version as observed,
    'its wording fits better than that of the version in force' as evidence,
    accepted_at as found_at
from facts.judged_mails
where has_template and cut_field is null and not is_active_version
