-- Since when and until when was each version of a template sent, and how often?
-- grain: one row per version of a template that was sent
-- key: subject_key
select
    shop || '|' || template || '|' || version as subject_key,
    shop,
    template,
    version,
    count(*) as mails,
    min(accepted_at) as first_sent_at,
    max(accepted_at) as last_sent_at
from facts.judged_mails
where has_template
group by shop, template, version
