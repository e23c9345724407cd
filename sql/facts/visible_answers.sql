-- Which answers of ours could which customer read, and when?
-- grain: one row per answer and customer it was addressed to
-- key: shop, customer_key, message_key
with answers as (
    select
        shop, customer_key, message_key, conversation_id, order_id, is_human, team, sent_at,
        happened_at
    from facts.mail_answers
    union all
    select
        shop, customer_key, message_key, conversation_id, order_id, is_human, team, sent_at,
        happened_at
    from facts.ticket_answers
)

select * from answers
