-- When did two mailboxes' clocks see a question and the answer to it?
-- grain: one row per pair of mailboxes and answer
-- key: shop, earlier_clock, later_clock, pairing, mail_key
with places as (
    select message_key, min(path) as path
    from staging.message_locations
    where role <> 'archive'
    group by message_key
)

select
    answers.shop,
    asked_in.path as earlier_clock,
    sent_from.path as later_clock,
    'asked_answered' as pairing,
    answers.message_key as mail_key,
    min(seconds_between(asked.received_at, answers.happened_at)) as seconds
from staging.messages as answers
inner join staging.messages as asked
    on asked.message_id = answers.in_reply_to and asked.direction = 'incoming'
inner join places as asked_in on asked_in.message_key = asked.message_key
inner join places as sent_from on sent_from.message_key = answers.message_key
where
    answers.direction = 'outgoing'
    and asked_in.path <> sent_from.path
    and abs(seconds_between(asked.received_at, answers.happened_at)) <= 86400
group by answers.shop, asked_in.path, sent_from.path, answers.message_key
