-- Which mails hold the same numbers as another mail of their kind, sent shortly before or after?
-- grain: one row per such mail; few, so that only of these texts are compared
-- key: message_key
with several as (
    select shop, order_id, kind, list_sort(list(accepted_at)) as sent_at
    from facts.order_mails
    where is_archived
    group by shop, order_id, kind
    having count(*) > 1
),

close as ( -- an order and kind
    select shop, order_id, kind
    from several
    where list_min(list_transform(sent_at[2:], lambda later, place: later - sent_at[place])) <= (
        select max(value_seconds) * interval 1 second
        from staging.target_periods
        where name = 'duplicate_within'
    )
)

select mails.message_key
from close
inner join facts.order_mails as mails using (shop, order_id, kind)
inner join private.messages as texts using (message_key)
where mails.is_archived
qualify count(*) over (
    partition by mails.shop, mails.order_id, mails.kind,
    hash(regexp_extract_all(texts.text, '[0-9]+'))
) > 1
