-- Which mails of ours did customers refer to that lie in no folder we read?
-- grain: one row per customer and Message-ID, at the message that was the first to refer to it
-- key: shop, customer_key, quoted_id
with referred as (
    select
        message_key,
        unnest(list_append(coalesce(reference_ids, []), in_reply_to)) as quoted_id
    from staging.messages
),

quoted as (
    select
        asked.shop,
        asked.customer_key,
        asked.conversation_id,
        asked.message_key,
        asked.received_at,
        referred.quoted_id,
        case when asked.order_match <> 'recipient_time' then asked.order_id end as order_id,
        lower(regexp_replace(referred.quoted_id, '^.*@', '', 'g')) as host
    from facts.messages as asked
    inner join referred using (message_key)
    -- "Thank you!" tells of an answer as well as a further question does.
    where asked.direction = 'incoming' and asked.kind in ('inquiry', 'no_answer_needed')
),

of_ours as (
    select distinct quoted.*
    from quoted
    inner join seeds.domains as own
        on
            quoted.shop = own.shop
            and (quoted.host = own.domain or ends_with(quoted.host, '.' || own.domain))
    left join staging.messages as read_mail on quoted.quoted_id = read_mail.message_id
    left join staging.tickets as in_ticket on quoted.quoted_id = in_ticket.message_id
    where read_mail.message_id is null and in_ticket.message_id is null
),

logged as ( -- a mail that we only know from the log has at least its time
    select message_id, min(coalesce(accepted_at, first_attempt_at)) as sent_at
    from staging.mail_deliveries
    group by message_id
)

select
    of_ours.shop,
    of_ours.customer_key,
    of_ours.quoted_id,
    of_ours.message_key,
    of_ours.conversation_id,
    of_ours.order_id,
    least(of_ours.received_at, coalesce(logged.sent_at, of_ours.received_at)) as happened_at
from of_ours
left join logged on of_ours.quoted_id = logged.message_id
qualify row_number() over (
    partition by of_ours.shop, of_ours.customer_key, of_ours.quoted_id
    order by of_ours.received_at, of_ours.message_key
) = 1
