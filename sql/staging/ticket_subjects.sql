-- Which mails name a ticket of their own customer in the subject?
-- grain: one row per such mail
-- key: message_key
with owned as (
    select shop, customer_key, recorded_ticket_id, min(ticket_id) as ticket_id
    from staging.tickets
    where customer_key is not null
    group by shop, customer_key, recorded_ticket_id
),

named as ( -- [#7], [Ticket 7], Request #7: update
    select
        mails.message_key,
        mails.shop,
        mails.customer_key,
        coalesce(
            nullif(regexp_extract(subjects.bare_subject, '\[[a-z :.-]*#?([0-9]{1,18})\]', 1), ''),
            nullif(regexp_extract(
                subjects.bare_subject,
                '(?:ticket|request|case|anfrage|vorgang|demande|solicitud)[a-z :.-]*#?([0-9]{1,18})',
                1
            ), '')
        ) as recorded_ticket_id
    from staging.messages as mails
    inner join (select distinct shop, customer_key from owned) as people
        using (shop, customer_key)
    inner join private.subjects as subjects using (message_key)
)

select named.message_key, named.shop, owned.ticket_id
from named
inner join owned using (shop, customer_key, recorded_ticket_id)
