-- Which earlier mail answered the same unread mail, as far as it can be believed?
-- grain: one row per such mail
-- key: number
with no_subject as (select customer_key('subject:') as subject_key),

mails as (
    select
        unread.*, messages.is_joinable, messages.customer_key,
        nullif(staged.subject_key, no_subject.subject_key) as subject_key,
        staged.is_from_own and messages.customer_key is null as is_internal
    from facts.unread_parents as unread
    inner join facts.conversation_messages as messages using (number)
    inner join staging.messages as staged using (message_key)
    cross join no_subject
),

ties as ( -- as between an answer and its mail: a customer, the subject, or we among ourselves
    select *, 'customer ' || customer_key as tie, true as is_tied from mails
    where customer_key is not null
    union all
    select mails.*, 'customer ' || others.customer_key as tie, true as is_tied
    from mails
    inner join facts.conversation_others as others using (number)
    union all
    select *, 'subject ' || subject_key as tie, true as is_tied from mails
    where subject_key is not null
    union all
    select *, 'ourselves' as tie, is_internal as is_tied from mails
),

before as (
    select
        number,
        is_internal,
        max(case when is_joinable then number end) over earlier as youngest,
        max(case when is_joinable and is_tied then number end) over earlier as youngest_tied
    from ties
    window earlier as (
        partition by shop, message_id, tie order by number
        rows between unbounded preceding and 1 preceding
    )
)

select number, max(case when is_internal then youngest else youngest_tied end) as parent
from before
group by number
having max(case when is_internal then youngest else youngest_tied end) is not null
