-- Which orders got two mails of one kind so shortly one after the other that one may be a copy?
-- grain: one row per such order and kind of mail
-- key: shop, order_id, kind
with several as (
    select shop, order_id, kind, list_sort(list(accepted_at)) as sent_at
    from facts.order_mails
    where is_archived
    group by shop, order_id, kind
    having count(*) > 1
)

select shop, order_id, kind
from several
where list_min(list_transform(sent_at[2:], lambda later, place: later - sent_at[place])) <= (
    select max(value_seconds) * interval 1 second
    from staging.target_periods
    where name = 'duplicate_within'
)
