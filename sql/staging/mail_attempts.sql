-- What was the last that mail servers logged for each recipient outside?
-- grain: one row per mail and recipient (copies to our own addresses are no recipients)
-- key: mail_key, recipient_key
with last_of_each_hop as ( -- an alias has an end for each person behind it, once it was expanded
    select *
    from staging.recipient_events
    where expanded_key is not null or expanded_at is null or event_at > expanded_at
    qualify row_number() over (
        partition by life_key, recipient_key, expanded_key
        order by weight desc, event_at desc, is_final desc, event_key
    ) = 1
)

select
    mail_key,
    message_id,
    shop,
    is_null_sender,
    began_at,
    min(accepted_at) over same_mail as accepted_at,
    recipient_key,
    path,
    host,
    queue_id,
    case when event = 'sent' then 'delivered' else event end as state,
    first_attempt_at,
    case when weight = 2 then event_at end as last_attempt_at,
    dsn,
    reply_code,
    classification,
    case when event in ('bounced', 'expired', 'rejected') then is_hard end as is_hard
from last_of_each_hop
window same_mail as (partition by mail_key, recipient_key)
qualify row_number() over ( -- the outermost hop counts; of two in one second not the happier one
    partition by mail_key, recipient_key
    order by
        began_at desc, weight desc, event = 'accepted', event = 'sent' and queue_id is not null,
        event_at desc, is_final desc, life_key
) = 1
