-- Which earlier mail answered the same unread mail, as far as it can be believed?
-- grain: one row per such mail
-- key: number
with mails as (
    select
        unread.*, messages.is_joinable, messages.is_internal, messages.customer, messages.subject
    from facts.unread_parents as unread
    inner join facts.conversation_messages as messages using (number)
),

ties as ( -- as between an answer and its mail: a customer, the subject, or we among ourselves
    select *, 'customer' as tie, customer as tied_by, true as is_tied from mails
    where customer is not null
    union all
    select mails.*, 'customer' as tie, others.customer as tied_by, true as is_tied
    from mails
    inner join facts.conversation_others as others using (number)
    union all
    select *, 'subject' as tie, subject as tied_by, true as is_tied from mails
    where subject is not null
    union all
    select *, 'ourselves' as tie, 0 as tied_by, is_internal as is_tied from mails
),

before as (
    select
        number,
        is_internal,
        max(case when is_joinable then number end) over earlier as youngest,
        max(case when is_joinable and is_tied then number end) over earlier as youngest_tied
    from ties
    window earlier as (
        partition by missing, tie, tied_by order by number
        rows between unbounded preceding and 1 preceding
    )
)

select number, max(case when is_internal then youngest else youngest_tied end) as parent
from before
group by number
having max(case when is_internal then youngest else youngest_tied end) is not null
