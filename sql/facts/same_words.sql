-- Which incoming mail says in the same words what its customer wrote shortly before?
-- grain: one row per such mail, with the last before it
-- key: number
with neighbours as (
    select
        messages.number, messages.customer, messages.happened_at, windows.same_message_seconds,
        lag(messages.happened_at) over earlier as before_at,
        lead(messages.happened_at) over earlier as after_at
    from facts.conversation_messages as messages
    inner join staging.conversation_windows as windows using (shop)
    where messages.is_customers
    window earlier as (partition by messages.customer order by messages.number)
),

hasty as (
    select number, customer, happened_at, same_message_seconds
    from neighbours
    where
        seconds_between(before_at, happened_at) <= same_message_seconds
        or seconds_between(happened_at, after_at) <= same_message_seconds
),

written as ( -- texts only of those that can be one of two
    select
        hasty.*,
        coalesce(subjects.bare_subject, '') as bare_subject,
        regexp_replace(lower(coalesce(texts.new_text, '')), '[^\p{L}\p{N}]+', '', 'g') as words
    from hasty
    inner join facts.conversation_messages as messages using (number)
    left join private.subjects as subjects using (message_key)
    left join private.new_texts as texts using (message_key)
),

before as (
    select
        *,
        lag(number) over earlier as earlier_number,
        lag(happened_at) over earlier as earlier_at
    from written
    where words <> '' or bare_subject <> ''
    window earlier as (partition by customer, bare_subject, words order by number)
)

select number, earlier_number
from before
where seconds_between(earlier_at, happened_at) <= same_message_seconds
