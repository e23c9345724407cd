-- Which answers in the helpdesk could which customer read, and when?
-- grain: one row per answer and customer of its ticket; where a mail we read brought it, none
-- key: shop, customer_key, message_key
with people as (
    select distinct shop, ticket_id, customer_key
    from staging.tickets
    where customer_key is not null
),

never_arrived as (
    select distinct message_id, recipient_key as customer_key
    from staging.mail_deliveries
    where state in ('bounced', 'expired', 'rejected') and message_id is not null
),

answers as (
    select
        said.*,
        coalesce(mails.message_id, said.message_id) as sent_as,
        -- A clock that runs behind must not put an answer before its question, which is a mail.
        max(asked.received_at) over (
            partition by said.shop, said.ticket_id order by said.happened_at
        ) as asked_at
    from facts.ticket_messages as said
    left join facts.messages as mails on said.mail_key = mails.message_key
    left join facts.messages as asked
        on said.mail_key = asked.message_key and said.direction = 'incoming'
)

select
    answers.shop,
    people.customer_key,
    answers.message_key,
    answers.conversation_id,
    answers.order_id,
    answers.is_human,
    answers.team,
    answers.happened_at as sent_at,
    greatest(answers.happened_at, coalesce(answers.asked_at, answers.happened_at)) as happened_at
from answers
inner join people using (shop, ticket_id)
left join never_arrived
    on
        answers.sent_as = never_arrived.message_id
        and people.customer_key = never_arrived.customer_key
left join facts.mail_answers as by_mail
    on
        answers.shop = by_mail.shop
        and people.customer_key = by_mail.customer_key
        and answers.mail_key = by_mail.message_key
        and answers.is_human = by_mail.is_human
where
    answers.direction = 'outgoing'
    and answers.is_public
    and answers.kind in ('reply', 'auto_reply')
    and never_arrived.message_id is null
    and by_mail.message_key is null
