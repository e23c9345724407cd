-- Which automated mails went out for each order, when were they taken, and did they arrive?
-- grain: one row per outgoing automated mail about an order
-- key: message_key
select * from facts.archived_order_mails
union all by name
select * from facts.logged_order_mails
