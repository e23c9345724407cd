-- Which people outside stand on each mail beside its customer?
-- grain: one row per mail and such person
-- key: number, customer
select messages.number, number_in(messages.shop, people.recipient_key) as customer
from staging.message_recipients as people
inner join facts.conversation_messages as messages using (message_key)
where
    not people.is_own
    and number_in(messages.shop, people.recipient_key) <> coalesce(messages.customer, -1)
