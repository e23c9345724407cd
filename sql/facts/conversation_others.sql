-- Which people outside stand on each mail beside its customer?
-- grain: one row per mail and such person
-- key: number, customer_key
select messages.number, messages.shop, people.recipient_key as customer_key
from staging.message_recipients as people
inner join facts.conversation_messages as messages using (message_key)
where
    not people.is_own
    and people.recipient_key <> coalesce(messages.customer_key, '')
