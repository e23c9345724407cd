-- Which mails came from somebody who never ordered, and answer no mail of ours?
-- grain: one row per such mail
-- key: message_key
with customers as (
    select distinct customer_key
    from staging.order_customers
),

mentioned as (
    select
        message_key,
        unnest(list_append(coalesce(reference_ids, []::varchar[]), in_reply_to)) as message_id
    from staging.messages
    where direction = 'incoming'
),

ours as ( -- also those that we never read, by the domain that made the Message-ID
    select message_id from staging.messages
    where direction = 'outgoing' and message_id is not null
    union
    select mentioned.message_id
    from mentioned
    inner join seeds.domains as domains
        on lower(split_part(mentioned.message_id, '@', 2)) = lower(domains.domain)
),

answering as (
    select distinct mentioned.message_key
    from mentioned
    inner join ours using (message_id)
)

select mails.message_key
from staging.messages as mails
left join customers using (customer_key)
left join answering on answering.message_key = mails.message_key
where
    mails.direction = 'incoming'
    and customers.customer_key is null
    and answering.message_key is null
