-- Of which one kind is each mail, as the shop told its provider?
-- grain: one row per mail of which one kind is told
-- key: mail_key
select mail_key, min(mail_kind) as mail_kind
from staging.mail_tags
where mail_kind <> ''
group by mail_key
having count(distinct mail_kind) = 1
