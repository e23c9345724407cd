-- In which conversation was each rating given that names a ticket or a message?
-- grain: one row per rating whose ticket or message we know
-- key: shop, feedback_id
with named as (
    select ratings.shop, ratings.feedback_id, 'ticket' as link_how, said.conversation_id
    from staging.feedback as ratings
    inner join staging.tickets as tickets
        on ratings.shop = tickets.shop and ratings.ticket_id = tickets.recorded_ticket_id
    inner join facts.ticket_messages as said
        on tickets.shop = said.shop and tickets.ticket_id = said.ticket_id
    union
    select ratings.shop, ratings.feedback_id, 'message' as link_how, mails.conversation_id
    from staging.feedback as ratings
    inner join facts.messages as mails using (shop, message_id)
    union
    select ratings.shop, ratings.feedback_id, 'message' as link_how, said.conversation_id
    from staging.feedback as ratings
    inner join facts.ticket_messages as said using (shop, message_id)
),

chosen as (
    select *
    from named
    where conversation_id is not null
    qualify row_number() over (
        partition by shop, feedback_id order by link_how desc, conversation_id
    ) = 1
)

select
    chosen.shop,
    chosen.feedback_id,
    chosen.link_how,
    chosen.conversation_id,
    -- what was rated is the newest that had ended by then
    arg_max(waits.wait_id, (coalesce(waits.answered_at, waits.started_at), waits.wait_id))
        as wait_id,
    arg_max(waits.order_id, (coalesce(waits.answered_at, waits.started_at), waits.wait_id))
        filter (where waits.order_id is not null) as order_id
from chosen
inner join staging.feedback as ratings using (shop, feedback_id)
left join facts.waits as waits
    on
        chosen.shop = waits.shop
        and chosen.conversation_id = waits.conversation_id
        and coalesce(waits.answered_at, waits.started_at)
        <= coalesce(ratings.given_at, waits.answered_at, waits.started_at)
group by chosen.shop, chosen.feedback_id, chosen.link_how, chosen.conversation_id
