-- What is each mail that came in, and how do we know?
-- grain: one row per incoming mail
-- key: message_key
-- A question hidden as automatic is worse than a receipt in the queue: in doubt it is an inquiry.
with reported as (
    select distinct message_key
    from staging.delivery_reports
),

judged as (
    select
        mails.message_key,
        case -- a person's word first, then what the mail's own headers say
            when decided.message_key is not null then decided.kind || ':decision'
            when mails.report_type = 'feedback-report' then 'auto_reply:complaint'
            when mails.report_type = 'disposition-notification' then 'auto_reply:read_receipt'
            when reported.message_key is not null or mails.report_type = 'delivery-status'
                then 'bounce:report'
            when mails.report_type is not null then 'auto_reply:report'
            when mails.calendar_method in ('reply', 'counter') then 'auto_reply:calendar'
            -- a form writes as a machine does; who fills it in is a person
            when not mails.is_contact_form then signs.verdict
        end as by_headers,
        case
            when mails.is_from_own and not mails.is_contact_form then 'internal:sender'
            when mails.is_junk then 'spam:folder'
            when mails.is_marked_spam then 'spam:header'
            when written.kind is not null then written.kind || ':text'
            when thanks.message_key is not null then 'no_answer_needed:thanks'
            when mails.customer_key is null then 'other:no_sender'
            else 'inquiry:customer'
        end as by_content
    from staging.messages as mails
    left join facts.automatic_mails as signs on signs.message_key = mails.message_key
    left join reported on reported.message_key = mails.message_key
    left join facts.mail_decisions as decided on decided.message_key = mails.message_key
    left join facts.text_kinds as written on written.message_key = mails.message_key
    left join steps.thanks as thanks on thanks.message_key = mails.message_key
    where mails.direction = 'incoming'
)

select
    message_key,
    split_part(coalesce(by_headers, by_content), ':', 1) as kind,
    split_part(coalesce(by_headers, by_content), ':', 2) as kind_reason
from judged
