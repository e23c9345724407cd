-- Where do the links of each mail's HTML part lead, and what do they show?
-- grain: one row per mail with an HTML part that was read with its links
-- key: message_key
-- placeholder until messages have link_targets, link_texts and html_text
select
    message_key,
    text as html_text,
    links as link_targets,
    links as link_texts
from private.messages
where false
