-- Which mails do only their words give away: a machine's answer, a newsletter, an unwanted offer?
-- grain: one row per such mail
-- key: message_key
-- One sign is never enough, and whoever asks, complains, orders or answers us is a customer.
with signs as (
    select
        message_key,
        bool_or(sign = 'absence') as is_absence,
        bool_or(sign = 'away_note') as has_away_note,
        bool_or(sign = 'receipt') as is_receipt,
        bool_or(sign = 'answer_note') as has_answer_note,
        bool_or(sign = 'automatic') as is_automatic,
        count(case when kind = 'bulk' then 1 end) as bulk_signs,
        count(case when kind = 'spam' then 1 end) as spam_signs,
        count(case when sign in ('bank_data', 'congratulations', 'lottery', 'prize') then 1 end)
            as scam_signs,
        bool_or(sign = 'question') as has_question,
        bool_or(sign = 'first_person') as is_first_person,
        bool_or(sign = 'goods') as is_about_goods,
        bool_or(sign in ('forwarded', 'our_link')) as is_forwarded
    from steps.text_signs
    group by message_key
),

judged as (
    select
        signs.message_key,
        case
            when strangers.message_key is not null and signs.spam_signs > 1
                and (signs.scam_signs > 1 or not signs.is_about_goods)
                then 'spam'
            when signs.has_question or mails.is_contact_form then null
            when signs.is_absence and not signs.is_about_goods
                and (signs.has_away_note or subjects.kind = 'auto_reply')
                then 'auto_reply'
            when signs.is_first_person then null
            when not signs.is_about_goods
                and (signs.is_automatic or (signs.is_receipt and signs.has_answer_note))
                then 'auto_reply'
            when strangers.message_key is not null and signs.bulk_signs > 1
                and not signs.is_forwarded and not subjects.has_reply_prefix
                then 'bulk'
        end as kind
    from signs
    inner join staging.messages as mails using (message_key)
    left join private.subjects as subjects using (message_key)
    left join facts.strangers as strangers on strangers.message_key = signs.message_key
)

select message_key, kind
from judged
where kind is not null
