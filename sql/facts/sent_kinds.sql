-- Which kinds of mail must a shop send, and which of them do people write?
-- grain: one row per kind of mail
-- key: kind
select 'reply' as kind, true as is_by_people
union all
select distinct mail_kind as kind, false as is_by_people
from seeds.expectations
