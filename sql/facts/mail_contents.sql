-- From which template was each automated mail made, and how much does it differ?
-- grain: one row per outgoing automated mail whose contents were read; no text of it
-- key: message_key
select
    contents.message_key,
    contents.shop,
    mails.order_id,
    case -- what it says goes before what its subject says
        when contents.coverage_share >= 0.8 and contents.origin <> 'default'
            then split_part(contents.template, '.', 1)
        else mails.kind
    end as kind,
    contents.template,
    contents.version,
    contents.origin,
    contents.how,
    contents.coverage_share,
    1 - contents.coverage_share as drift_share,
    contents.is_active_version,
    contents.slot_names as slots
from private.mail_contents as contents
inner join facts.messages as mails using (message_key)
