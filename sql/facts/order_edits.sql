-- When was each order changed after its confirmation had been sent, and in what?
-- grain: one row per order and moment of a change
-- key: shop, order_id, edited_at
select
    changes.shop,
    changes.order_id,
    changes.changed_at as edited_at,
    string_agg(changes.what, ', ' order by changes.what) as changed
from facts.order_changes as changes
inner join facts.order_confirmations as confirmed using (shop, order_id)
where changes.changed_at > confirmed.sent_at
group by changes.shop, changes.order_id, changes.changed_at
