-- Which message in a ticket is a mail that we read as well, so that it counts once?
-- grain: one row per message of a ticket that is such a mail
-- key: event_id
with said as (
    select
        tickets.event_id,
        tickets.shop,
        tickets.customer_key,
        tickets.event_at,
        tickets.message_id,
        case when tickets.author_role = 'customer' then 'incoming' else 'outgoing' end
            as direction,
        regexp_replace(lower(texts.new_text), '[^\p{L}\p{N}]+', '', 'g') as words
    from staging.tickets as tickets
    left join private.new_texts as texts on tickets.event_id = texts.message_key
    where tickets.is_message
),

mails as ( -- of the people who have a ticket
    select
        mails.message_key,
        mails.shop,
        mails.direction,
        mails.customer_key,
        mails.happened_at,
        regexp_replace(lower(texts.new_text), '[^\p{L}\p{N}]+', '', 'g') as words
    from staging.messages as mails
    inner join (select distinct shop, customer_key from said) as people
        using (shop, customer_key)
    inner join private.new_texts as texts using (message_key)
),

found as (
    select said.event_id, mails.message_key, 'message_id' as link_how, 0.0 as apart_seconds
    from said
    inner join staging.messages as mails using (shop, direction, message_id)
    union all
    select
        said.event_id,
        mails.message_key,
        'text' as link_how,
        abs(seconds_between(said.event_at, mails.happened_at)) as apart_seconds
    from said
    inner join mails using (shop, direction, customer_key, words)
    inner join staging.ticket_windows as windows using (shop)
    -- "Any news?" may well be asked twice; a whole sentence is not written twice in an hour
    where
        len(said.words) >= windows.least_letters
        and apart_seconds <= windows.same_message_seconds
)

select event_id, message_key, link_how
from found
qualify row_number() over (
    partition by event_id order by link_how, apart_seconds, message_key
) = 1
