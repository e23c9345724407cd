-- What is each mail that we sent, and how do we know?
-- grain: one row per outgoing mail
-- key: message_key
with asked as (
    select distinct message_id
    from staging.messages
    where direction = 'incoming' and message_id is not null
),

own_customers as ( -- people of ours who ordered themselves
    select distinct people.message_key
    from staging.message_recipients as people
    inner join staging.orders as orders on orders.customer_key = people.recipient_key
    where people.is_own
),

judged as (
    select
        mails.message_key,
        case
            when mails.is_draft then 'other:draft'
            when not mails.has_customer and own_customers.message_key is null
                then 'other:to_ourselves'
            when mails.auto_submitted = 'auto-replied' then 'auto_reply:header'
            -- its text shows better than its subject what it is
            when asked.message_id is null and not subjects.has_reply_prefix
                and mails.is_archived and mails.team is null and by_text.kind is not null
                then by_text.kind || ':template'
            -- what lies only among people's answers, or comes from one of them, is no machine's
            when asked.message_id is null and not subjects.has_reply_prefix
                and (subjects.kind = 'auto_reply' or (mails.is_archived and mails.team is null))
                and subjects.kind is not null
                then subjects.kind || ':subject'
            when mails.is_bulk then 'other:bulk'
            when asked.message_id is not null and mails.auto_submitted is not null
                then 'auto_reply:answers'
            when mails.has_auto_headers then 'auto_reply:header'
            when mails.auto_submitted is not null then 'other:automatic'
            when asked.message_id is not null then 'reply:answers'
            when subjects.has_reply_prefix then 'reply:subject'
            when mails.team is not null or not mails.is_archived then 'reply:folder'
            when told.mail_kind is not null then told.mail_kind || ':tag'
            else 'other:no_pattern'
        end as verdict
    from staging.messages as mails
    left join private.subjects as subjects using (message_key)
    left join staging.told_kinds as told on told.mail_key = mails.message_id
    left join facts.template_kinds as by_text on by_text.message_key = mails.message_key
    left join asked on asked.message_id = mails.in_reply_to
    left join own_customers on own_customers.message_key = mails.message_key
    where mails.direction = 'outgoing'
)

select
    message_key,
    split_part(verdict, ':', 1) as kind,
    split_part(verdict, ':', 2) as kind_reason
from judged
