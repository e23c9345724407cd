-- What does each mail say, and to whom?
-- grain: one row per distinct mail
-- key: message_key
select
    mails.message_key,
    mails.message_id,
    lower(trim(mails.from_address)) as from_address,
    mails.from_name,
    lower(trim(mails.reply_to_address)) as reply_to_address,
    mails.to_addresses,
    mails.subject,
    subjects.bare_subject,
    mails.text,
    new_texts.new_text,
    mails.links,
    mails.html_text,
    coalesce(mails.link_targets, []::varchar[]) as link_targets,
    coalesce(mails.link_texts, []::varchar[]) as link_texts,
    mails.dmarc
from raw.messages as mails
left join private.subjects as subjects using (message_key)
left join private.new_texts as new_texts using (message_key)
