-- To which earlier message may each belong, whatever was said in between?
-- grain: one row per message, way and earlier message
-- key: number, how, earlier_number
with people as (
    select number, customer_key from facts.conversation_others
    union all
    select number, customer_key from facts.conversation_messages where customer_key is not null
),

borne as (
    select messages.*, mails.message_id
    from facts.shared_message_ids as shared
    inner join staging.messages as mails
        on shared.message_id = mails.message_id and shared.shop = coalesce(mails.shop, '')
    inner join facts.conversation_messages as messages using (message_key)
    where shared.bearers <= 10
),

copies as ( -- one mail in two of our mailboxes, one of them with a list's footer
    select borne.number, max(earlier.number) as earlier_number
    from borne
    inner join borne as earlier using (shop, message_id)
    inner join people on borne.number = people.number
    inner join people as others
        on earlier.number = others.number and people.customer_key = others.customer_key
    inner join staging.conversation_windows as windows on borne.shop = windows.shop
    where
        earlier.number < borne.number
        and seconds_between(earlier.happened_at, borne.happened_at) <= windows.conversation_seconds
    group by borne.number
),

in_tickets as (
    select
        number,
        lag(number) over (partition by shop, ticket_id order by number) as earlier_number
    from facts.conversation_messages
    where ticket_id is not null
)

select number, 'copy' as how, earlier_number from copies
union all
select number, 'in_ticket' as how, earlier_number from in_tickets where earlier_number is not null
union all
select said.number, 'twin' as how, mails.number as earlier_number
from facts.conversation_messages as said
inner join facts.conversation_messages as mails on said.mail_key = mails.message_key
union all
select
    greatest(number, parent) as number,
    -- an answer that lies before its mail by the clocks: the mail joins the answer
    case when parent < number then 'reference' else 'answered_before' end as how,
    least(number, parent) as earlier_number
from facts.believed_parents
union all
select number, 'reference' as how, parent as earlier_number from facts.missing_parents
union all
select number, 'same_words' as how, earlier_number from facts.same_words
