-- Which lines do we write to many customers, such as a footer or a ready-made sentence?
-- grain: one row per line
-- key: line
-- Only of mails that answer none: in an answer stand the customer's words as well.
with heard as ( -- enough mails to know them by; keys are hashes, so these are any of them
    select message_key, customer_key
    from staging.messages
    where
        direction = 'outgoing'
        and customer_key is not null
        and in_reply_to is null
        and coalesce(len(reference_ids), 0) = 0
        and not has_reply_prefix
    order by message_key
    limit 5000
),

lines as (
    select
        heard.customer_key,
        trim(unnest(string_split(replace(mails.text, chr(13), ''), chr(10)))) as line
    from raw.messages as mails
    inner join heard using (message_key)
)

select line
from lines
where len(line) between 25 and 400 -- a shorter one may be anybody's
group by line
-- what one customer wrote stands in our answers to that customer only
having count(distinct customer_key) >= 5
