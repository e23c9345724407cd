-- Which mails said the same as one that the customer had got a short time before?
-- grain: one row per such mail
-- key: message_key
with said as (
    select
        mails.shop, mails.order_id, mails.message_key, mails.mail_key, mails.accepted_at,
        targets.value_seconds, coalesce(mails.was_delivered, true) as has_arrived,
        -- what was sent to another address again, its customer got once
        hash(mails.kind, told.customer_key, folded(texts.subject), folded(texts.text)) as content
    from facts.close_mails -- few: only of these texts are folded
    inner join facts.order_mails as mails using (message_key)
    inner join facts.mail_days as days using (message_key)
    inner join private.messages as texts using (message_key)
    inner join staging.messages as told using (message_key)
    inner join staging.target_periods as targets
        on targets.shop = mails.shop and targets.name = 'duplicate_within'
            and targets.valid_from_day <= days.local_day and targets.valid_until_day > days.local_day
),

once as ( -- another copy of the same mail is no second mail
    select * from said
    qualify row_number() over (
        partition by shop, order_id, mail_key, content order by accepted_at, message_key) = 1
),

held as (
    select
        *,
        max(case when has_arrived then accepted_at end) over earlier as before_at,
        coalesce(max(case when has_arrived then accepted_at end) over earlier
            >= accepted_at - value_seconds * interval 1 second, false) as is_repeated
    from once
    window earlier as (partition by shop, order_id, content order by accepted_at, message_key
        rows between unbounded preceding and 1 preceding)
),

chained as (
    select
        *,
        count(case when not is_repeated then 1 end) over (
            partition by shop, order_id, content order by accepted_at, message_key
        ) as chain
    from held
)

select
    shop, order_id, message_key, accepted_at, before_at,
    1 + count(case when has_arrived then 1 end) over (
        partition by shop, order_id, content, chain order by accepted_at, message_key
        rows between unbounded preceding and 1 preceding
    ) as place
from chained
qualify is_repeated
