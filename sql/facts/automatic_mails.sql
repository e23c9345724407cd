-- Which mails that came in did no person write, and by which sign do we know?
-- grain: one row per such mail
-- key: message_key
with opened as ( -- Automatic reply: ..., as programs write it
    select distinct subjects.message_key
    from private.subjects as subjects
    inner join seeds.automatic_subjects as openings
        on starts_with(subjects.bare_subject, openings.opening)
),

judged as (
    select
        mails.message_key,
        case
            when mails.auto_submitted = 'auto-replied' then 'auto_reply:header'
            -- absences, too, are sent with a null sender; they say so in other headers
            when
                mails.is_null_sender
                and (
                    mails.has_auto_headers
                    or mails.is_by_machine
                    or mails.wants_no_answer
                    or mails.auto_submitted is not null
                    or opened.message_key is not null
                    or subjects.kind = 'auto_reply'
                )
                then 'auto_reply:header'
            when mails.is_null_sender then 'bounce:null_sender'
            when mails.has_auto_headers then 'auto_reply:header'
            -- an offer to unsubscribe stands in single mails, too: of customers it says nothing
            when
                mails.is_bulk
                and (not mails.has_only_unsubscribe or strangers.message_key is not null)
                then 'bulk:header'
            when mails.auto_submitted is not null or mails.is_by_machine
                then 'auto_reply:header'
            -- a customer's reply to our own receipt is no auto-reply
            when subjects.has_reply_prefix then null
            when opened.message_key is not null then 'auto_reply:subject'
            -- `Out of office next week, please deliver later` is a customer's wish, unless a
            -- second sign stands by: it answers a mail, or wants no answer
            when
                subjects.kind = 'auto_reply'
                and (mails.in_reply_to is not null or mails.wants_no_answer)
                then 'auto_reply:subject'
        end as verdict
    from staging.messages as mails
    left join private.subjects as subjects using (message_key)
    left join opened on opened.message_key = mails.message_key
    left join facts.strangers as strangers on strangers.message_key = mails.message_key
    where mails.direction = 'incoming'
)

select message_key, verdict
from judged
where verdict is not null
