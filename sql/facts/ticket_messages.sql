-- What is each message in the helpdesk, between which customer and whom, about which order?
-- grain: one row per message of a ticket, also of those that are mails as well
-- key: message_key
with marked as ( -- what the team threw away is no question any more
    select
        shop,
        recorded_ticket_id,
        bool_or(list_contains(flags, 'spam')) as is_spam,
        bool_or(list_contains(flags, 'deleted')) as is_deleted
    from staging.tickets
    group by shop, recorded_ticket_id
),

opened as ( -- Automatic reply: ..., as programs write it
    select distinct subjects.message_key
    from private.subjects as subjects
    inner join seeds.automatic_subjects as openings
        on starts_with(subjects.bare_subject, openings.opening)
)

select
    tickets.event_id as message_key,
    tickets.shop,
    tickets.ticket_id,
    talks.conversation_id,
    case
        when tickets.author_role = 'agent' then 'reply'
        when tickets.author_role in ('bot', 'system') then 'auto_reply'
        when tickets.author_role is null then 'unknown'
        when decided.kind is not null then decided.kind -- a person's word
        when tickets.is_internal then 'internal'
        when marked.is_spam then 'spam'
        when marked.is_deleted then 'deleted'
        when list_contains(tickets.flags, 'survey') then 'rating'
        when opened.message_key is not null then 'auto_reply'
        when thanks.message_key is not null then 'no_answer_needed'
        else 'inquiry'
    end as kind,
    orders.order_id,
    orders.order_match,
    tickets.event_at as happened_at,
    case when tickets.author_role = 'customer' then 'incoming' else 'outgoing' end as direction,
    tickets.is_public,
    tickets.customer_key,
    tickets.author_role = 'agent' as is_human,
    tickets.team,
    tickets.message_id,
    same.message_key as mail_key, -- it is this mail, which counts in its stead
    tickets.is_history
from staging.tickets as tickets
left join marked using (shop, recorded_ticket_id)
left join facts.mail_decisions as decided
    on tickets.event_id = decided.message_key and decided.wait_id is null
left join opened on tickets.event_id = opened.message_key
left join steps.thanks as thanks on tickets.event_id = thanks.message_key
left join facts.conversations as talks on tickets.event_id = talks.message_key
left join facts.ticket_orders as orders on tickets.event_id = orders.message_key
left join staging.ticket_mails as same using (event_id)
where tickets.is_message
