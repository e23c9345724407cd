-- Why did each mail that a report speaks of not arrive?
-- grain: one row per report and failed recipient
-- key: message_key, recipient_key
-- METRICS.md says no more than hard or soft. Chosen by what the customer would have experienced: hard
-- is an address that will never work (unknown user, unknown host, moved), whatever class the code
-- has; a full or closed mailbox, or a refusal of our mail, is not the address's fault, and the next
-- mail may arrive. The first sign of seeds.bounce_signs that fits decides: words before codes, for
-- servers give 5.7.1 and 5.0.0 to everything.
with said as (
    select
        reports.message_key,
        coalesce(addresses.key, 'unknown') as recipient_key,
        reports.status,
        reports.reply_code,
        left(lower(coalesce(reports.diagnostic, '')), 1000) as words
    from raw.bounces as reports
    left join private.addresses as addresses
        on addresses.address = lower(trim(reports.recipient))
    where reports.action = 'failed'
),

found as (
    select
        said.message_key,
        said.recipient_key,
        arg_min(signs.reason, signs.priority) as reason
    from said
    inner join seeds.bounce_signs as signs
        on
            (signs.status is null or said.status like signs.status)
            and (signs.reply_code is null or said.reply_code = signs.reply_code)
            and (signs.words is null or contains(said.words, signs.words))
            and (signs.and_words is null or contains(said.words, signs.and_words))
    group by said.message_key, said.recipient_key
)

select
    found.message_key,
    found.recipient_key,
    found.reason,
    reasons.is_hard = 'true' as is_hard
from found
inner join seeds.bounce_reasons as reasons using (reason)
