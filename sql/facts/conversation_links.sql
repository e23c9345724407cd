-- To which earlier message may each belong, whatever was said in between?
-- grain: one row per message, way and earlier message
-- key: number, how, earlier_number
with people as (
    select number, customer from facts.conversation_others
    union all
    select number, customer from facts.conversation_messages where customer is not null
),

borne as (
    select messages.*
    from facts.conversation_messages as messages
    inner join facts.shared_message_ids as shared using (bears)
    where shared.bearers <= 10 and messages.ticket is null
),

copies as ( -- one mail in two of our mailboxes, one of them with a list's footer
    select borne.number, max(earlier.number) as earlier_number
    from borne
    inner join borne as earlier using (bears)
    inner join people on borne.number = people.number
    inner join people as others
        on earlier.number = others.number and people.customer = others.customer
    inner join staging.conversation_windows as windows on borne.shop = windows.shop
    where
        earlier.number < borne.number
        and seconds_between(earlier.happened_at, borne.happened_at) <= windows.conversation_seconds
    group by borne.number
),

in_tickets as (
    select
        number,
        lag(number) over (partition by ticket order by number) as earlier_number
    from facts.conversation_messages
    where ticket is not null
)

select number, 'copy' as how, earlier_number from copies
union all
select number, 'in_ticket' as how, earlier_number from in_tickets where earlier_number is not null
union all
select said.number, 'twin' as how, mails.number as earlier_number
from staging.ticket_mails as same
inner join facts.conversation_messages as said on same.event_id = said.message_key
inner join facts.conversation_messages as mails on same.message_key = mails.message_key
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
