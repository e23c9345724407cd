-- Every customer message that expects an answer belongs to exactly one wait.
with asked as (
    select inquiries.message_key
    from facts.inquiries as inquiries
    inner join seeds.shops as shops using (shop)
    where inquiries.received_at is not null
),

held as (
    select message_key, count(*) as waits
    from (select unnest(message_keys) as message_key from facts.waits) as listed
    group by message_key
)

select asked.message_key, held.message_key as held_key, held.waits
from asked
full outer join held on asked.message_key = held.message_key
where asked.message_key is null or held.message_key is null or held.waits > 1
