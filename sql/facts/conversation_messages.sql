-- Which messages are there to be told apart into conversations, the oldest first?
-- grain: one row per mail and per message of a ticket
-- key: number
-- Customers, tickets, subjects and Message-IDs are numbers: nobody after this joins by their texts.
with no_subject as (select customer_key('subject:') as subject_key),

messages as (
    select
        mails.message_key, coalesce(mails.shop, '') as shop, 1 as place, mails.happened_at,
        mails.customer_key, cast(null as varchar) as ticket_id,
        mails.direction = 'incoming' and mails.customer_key is not null as is_customers,
        mails.is_from_own and mails.customer_key is null as is_internal,
        nullif(mails.message_id, '') as message_id, nullif(mails.in_reply_to, '') as in_reply_to,
        nullif(mails.subject_key, no_subject.subject_key) as subject_key
    from staging.messages as mails
    cross join no_subject
    union all
    select -- one that is a mail as well came right after it
        said.event_id, coalesce(said.shop, ''), 2, coalesce(mails.happened_at, said.event_at),
        said.customer_key, said.ticket_id, false, false, nullif(said.message_id, ''), null, null
    from staging.tickets as said
    left join staging.ticket_mails as same using (event_id)
    left join staging.messages as mails on same.message_key = mails.message_key
    where said.is_message
),

aloof as ( -- what went to many is nobody's parent
    select message_key from facts.message_kinds where kind = 'bulk' or kind_reason = 'bulk'
    union
    select message_key from staging.message_recipients where not is_own
    group by message_key having count(*) > 3
),

as_numbers as ( -- before they are sorted: texts are heavy
    select
        messages.message_key,
        messages.shop, -- what is of no shop we know hangs together by itself
        messages.place, messages.happened_at, messages.is_customers, messages.is_internal,
        aloof.message_key is null as is_joinable,
        number_in(messages.shop, messages.customer_key) as customer,
        number_in(messages.shop, messages.subject_key) as subject,
        number_in(messages.shop, messages.ticket_id) as ticket,
        number_in(messages.shop, messages.message_id) as bears,
        number_in(messages.shop, messages.in_reply_to) as answers
    from messages
    left join aloof using (message_key)
)

select
    cast(row_number() over (
        order by coalesce(happened_at, timestamp '9999-12-31'), place, message_key
    ) - 1 as integer) as number,
    * exclude (place)
from as_numbers
