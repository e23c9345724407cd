-- Of which kind is each mail by the template that its text fits?
-- grain: one row per mail that fits a template of the shop's own, or one learnt from its mails
-- key: message_key
select message_key, split_part(template, '.', 1) as kind
from private.mail_contents
where origin in ('own', 'learnt') and coverage_share >= 0.8
