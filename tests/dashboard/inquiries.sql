-- What pages read about conversations, topics and escalations, beside shop.sql.
create table seeds.topics as select * from (values
    ('where_is_my_order', 'Where is my order', true, true), ('delivery_late', 'Delivery late', true, true),
    ('damaged', 'Damaged', false, true), ('other', '[Other](javascript:alert(1))', false, false)) as t(topic, name, is_tracking_related, is_order_related);
alter table facts.waits drop column topic; alter table facts.waits drop column topic_confidence;
create or replace table facts.waits as
select * replace ('m-in-' || shop || n as wait_id, n % 5 != 1 as is_first),
    case when n % 7 = 0 then 'damaged' when n != 41 then 'where_is_my_order' end as topic, case when n != 41 then 0.5 + (n % 5) / 10.0 end as topic_confidence, 'email' as asked_by,
    case when shop = 'petrol' then 'business' else 'clock' end as clock, 86400.0 as target_seconds,
    case when n = 36 then placed_at + interval 26 hour end as escalated_at, case when n = 36 then 'in_time' when queue = 'overdue' then 'missing' end as escalation
from (select waits.*, cast(replace(wait_id, 'w-' || shop, '') as integer) as n, started_at as placed_at from facts.waits as waits);
alter table facts.waits drop column n; alter table facts.waits drop column placed_at;
alter table facts.messages add column conversation_how varchar;
update facts.messages set conversation_how = case when direction = 'incoming' then 'first' else 'likely' end;

create table facts.topic_mails as
select waits.wait_id as message_key, shop, order_id, started_at as happened_at, topic, 'model' as topic_how, topic_confidence as confidence, topic as model_topic, topic_confidence < 0.6 as needs_review from facts.waits where topic is not null;
create table facts.wait_topics as select wait_id, topic, topic_confidence, 'model' as topic_how, false as topic_needs_review, wait_id as topic_message_key from facts.waits where topic is not null;
create table metrics.topic_figures as select * from (values
    ('shipped', 'where_is_my_order', 150, 0.94, 0.88, 0.97, 'm1'), ('shipped', 'damaged', 40, 0.83, 0.68, 0.92, 'm1'),
    ('own', 'where_is_my_order', 12, 0.5, 0.25, 0.75, 'm1'), ('own', 'damaged', 60, 0.9, 0.8, 0.95, 'm1'), ('shipped', 'other', 9, 1.0, 0.7, 1.0, 'm1'),
    ('shipped', 'where_is_my_order', 90, 0.5, 0.4, 0.6, 'm0')) as t(measured_on, topic, predicted, precision_share, precision_low, precision_high, model_version);
create table metrics.topic_model as select 'm1' as version, null::timestamp as trained_at, 0.6 as review_under;
create table weeks as select distinct week_start_day, is_mature from metrics.rates_weekly;
create table shops as select * from (values ('all', 2), ('nordlicht', 1), ('petrol', 1)) as t(shop, factor);
create table metrics.topics_weekly as
select shop, week_start_day, topic, n * factor as waits, n * factor as first_waits, 4.0 * factor as usual_waits, is_mature, 20 * factor as of_waits, n / 20 as share, case when is_mature then if(topic = 'damaged', 'more', 'usual') end as trend
from weeks, shops, (values ('where_is_my_order', 12), ('damaged', 7), ('other', 1), ('delivery_late', 0)) as t(topic, n);
create table metrics.topics_over_weeks as
select shop, week_start_day, over_weeks, topic, waits * over_weeks as waits, of_waits * over_weeks as of_waits, share, share - 0.1 as low, share + 0.1 as high, waits as week_waits, usual_waits, trend
from metrics.topics_weekly, (values (4), (13), (26), (52)) as t(over_weeks);
create table metrics.topic_groups_weekly as
select shop, week_start_day, topic_group, is_mature, 20 * factor as of_waits, n * factor as waits, n / 20 as share, n / 20 - 0.1 as low, n / 20 + 0.04 as high
from weeks, shops, (values ('tracking_related', 12), ('order_related', 19)) as t(topic_group, n);
create table metrics.where_is_my_order_weekly as
select shop, week_start_day, 200 * factor as shipments, 9 * factor as first_contacts, 3 * factor as repeats, 4 * factor as before_mail, 4 * factor as after_mail, factor as no_order, 4.5 as per_hundred, 2.1 as low, 8.5 as high, is_mature from weeks, shops;
create table facts.order_contacts as
select wait_id, shop, order_id, customer_key, started_at, true as is_first_contact, false as is_repeat, 'before_tracking_mail' as phase from facts.waits where topic = 'where_is_my_order';
create table metrics.replies_weekly as
select shop, week_start_day, reply, 11 as waits, 10 as answered, 9 as numerator, 10 as denominator, 1 as undecided, 0 as unknown, 18000.0 as p50_seconds, 90000.0 as p90_seconds, 7200.0 as p50_business_seconds, 0.9 as share, is_mature from weeks, shops, (values ('first'), ('later')) as t(reply);
create table metrics.replies_by_team_weekly as
select shop, week_start_day, team, 10 as waits, 9 as in_time, 18000.0 as median_seconds from weeks, shops, (values (''), ('support')) as t(team);
create table metrics.escalations_weekly as
select shop, week_start_day, 6 as needed, 3 as escalated, 2 as in_time, 1 as late, 3 as missing, 0 as waiting, 0 as unknown, 1 as still_open, 93600.0 as median_seconds from weeks, shops;
create table metrics.incoming_kinds_weekly as
select shop, week_start_day, kind, kind_reason, n * factor as mails from weeks, shops, (values ('inquiry', 'customer', 100), ('spam', 'text', 9), ('no_answer_needed', 'thanks', 4)) as t(kind, kind_reason, n);
create table facts.not_counted_mails as select * from (values
    ('m-spam-1', 'nordlicht', 'spam', 'text', timestamp '2026-11-20 10:00', null), ('m-thanks-1', 'petrol', 'no_answer_needed', 'thanks', timestamp '2026-11-21 10:00', '=1004')) as t(message_key, shop, kind, kind_reason, received_at, order_id);
drop table weeks; drop table shops;

create table facts.unseen_answers as select 'nordlicht' as shop, 'c7' as customer_key, '<lost@shop.example>' as quoted_id, 'm-in-nordlicht7' as message_key, 'conv7' as conversation_id, '=1007' as order_id, timestamp '2026-11-17 09:00' as happened_at;
-- an order of which a customer wrote twice, in two conversations, and a bot answered
insert into facts.messages by name select * replace ('m-in-2nd' as message_key, 'conv99' as conversation_id, 'recipient_time' as order_match, 'likely' as conversation_how, happened_at + interval 9 hour as happened_at) from facts.messages where message_key = 'm-in-nordlicht3';
insert into facts.messages by name select * replace ('m-bot' as message_key, 'auto_reply' as kind, 'outgoing' as direction, 'reference' as conversation_how, happened_at + interval 1 minute as happened_at) from facts.messages where message_key = 'm-in-nordlicht3';
insert into facts.messages by name select * replace ('m-order-mail' as message_key, 'order_confirmation' as kind, 'outgoing' as direction, 'conv-mail' as conversation_id, 'first' as conversation_how, happened_at - interval 1 minute as happened_at) from facts.messages where message_key = 'm-in-nordlicht3';
