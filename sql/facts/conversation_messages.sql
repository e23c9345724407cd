-- Which messages are there to be told apart into conversations, the oldest first?
-- grain: one row per mail and per message of a ticket
-- key: number
with messages as (
    select
        message_key, shop, 1 as place, happened_at, customer_key,
        direction = 'incoming' and customer_key is not null as is_customers,
        cast(null as varchar) as ticket_id, cast(null as varchar) as mail_key
    from staging.messages
    union all
    select -- one that is a mail as well came right after it
        said.event_id as message_key, said.shop, 2 as place,
        coalesce(mails.happened_at, said.event_at) as happened_at, said.customer_key,
        false as is_customers, said.ticket_id, same.message_key as mail_key
    from staging.tickets as said
    left join staging.ticket_mails as same using (event_id)
    left join staging.messages as mails on same.message_key = mails.message_key
    where said.is_message
),

numbered as (
    select
        message_key,
        row_number() over (
            order by coalesce(happened_at, timestamp '9999-12-31'), place, message_key
        ) - 1 as number
    from messages
),

aloof as ( -- what went to many is nobody's parent
    select message_key from facts.message_kinds where kind = 'bulk' or kind_reason = 'bulk'
    union
    select message_key from staging.message_recipients where not is_own
    group by message_key having count(*) > 3
)

select
    numbered.number, messages.message_key,
    coalesce(messages.shop, '') as shop, -- what is of no shop we know hangs together by itself
    messages.happened_at, messages.customer_key, messages.is_customers,
    messages.ticket_id, messages.mail_key,
    aloof.message_key is null as is_joinable
from messages
inner join numbered using (message_key)
left join aloof using (message_key)
