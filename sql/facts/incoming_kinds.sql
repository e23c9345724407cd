-- What is each mail that came in, and how do we know?
-- grain: one row per incoming mail
-- key: message_key
with reported as (
    select distinct message_key
    from staging.delivery_reports
),

decided as (
    select distinct
        unnest(string_split(regexp_replace(payload, '[\[\]" ]', '', 'g'), ',')) as message_key
    from desk.decisions
    where kind = 'no_answer_needed'
),

judged as (
    select
        mails.message_key,
        case -- a person's word first, then what the mail's own headers say
            when decided.message_key is not null then 'no_answer_needed:decision'
            when reported.message_key is not null or mails.report_type = 'delivery-status'
                then 'bounce:report'
            when mails.report_type is not null then 'auto_reply:report'
            when mails.auto_submitted = 'auto-replied' then 'auto_reply:header'
            -- absences, too, are sent with a null sender; they say so in other headers
            when mails.is_null_sender and not mails.has_auto_headers then 'bounce:null_sender'
            when mails.has_auto_headers then 'auto_reply:header'
            when mails.is_bulk then 'bulk:header'
            when mails.auto_submitted is not null then 'auto_reply:header'
            -- a customer's reply to our own receipt is no auto-reply
            when subjects.kind = 'auto_reply' and not subjects.has_reply_prefix
                then 'auto_reply:subject'
            when mails.is_from_own and not mails.is_contact_form then 'internal:sender'
            when mails.is_junk then 'spam:folder'
            when thanks.message_key is not null then 'no_answer_needed:thanks'
            when mails.customer_key is null then 'other:no_sender'
            else 'inquiry:customer'
        end as verdict
    from staging.messages as mails
    left join private.subjects as subjects using (message_key)
    left join reported on reported.message_key = mails.message_key
    left join decided on decided.message_key = mails.message_key
    left join steps.thanks as thanks on thanks.message_key = mails.message_key
    where mails.direction = 'incoming'
)

select
    message_key,
    split_part(verdict, ':', 1) as kind,
    split_part(verdict, ':', 2) as kind_reason
from judged
