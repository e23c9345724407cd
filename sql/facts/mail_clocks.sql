-- By which clocks was each mail of ours seen: the server that took it, and the folder of its copy?
-- grain: one row per outgoing mail and folder with a copy, or mail that only a log knows
-- key: mail_key, copied_to
with taken as (
    select mail_key, min(accepted_at) as taken_at, arg_min(path, accepted_at) as taken_by
    from staging.mail_lives
    group by mail_key
),

copies as (
    select
        coalesce(mails.message_id, mails.message_key) as mail_key,
        min(mails.shop) as shop,
        places.path as copied_to,
        min(mails.received_at) as copied_at,
        min(mails.sent_at) as written_at
    from staging.messages as mails
    inner join staging.message_locations as places using (message_key)
    where mails.direction = 'outgoing'
    group by coalesce(mails.message_id, mails.message_key), places.path
)

select
    mail_key,
    copies.shop,
    copies.written_at,
    taken.taken_by,
    taken.taken_at,
    coalesce(copies.copied_to, '') as copied_to, -- '': only its server saw it
    copies.copied_at
from copies
full join taken using (mail_key)
