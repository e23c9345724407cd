-- To whom outside did each mail go, by its own header or by a log?
-- grain: one row per mail and recipient
-- key: mail_key, recipient_key
select mails.message_id as mail_key, people.recipient_key
from staging.messages as mails
inner join staging.message_recipients as people using (message_key)
where mails.direction = 'outgoing' and mails.message_id is not null and not people.is_own
union
select mail_key, recipient_key
from staging.mail_attempts
