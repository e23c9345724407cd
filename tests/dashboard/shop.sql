-- A small published build with the tables that pages read. Values are invented; some are hostile.
create schema meta; create schema seeds; create schema staging; create schema facts;
create schema cases; create schema checks; create schema metrics; create schema raw;

create table meta.build as select '20261122T181000.000000Z' as build_id, timestamp '2026-11-22 18:10' as built_at, timestamp '2026-11-22 18:00' as data_until_at;
create table meta.models as select 'facts.order_confirmations' as model, 'a' as input_key, 'b' as output_key, 60::bigint as rows, 0.1 as seconds, false as is_reused;
create table seeds.shops as select * from (values ('nordlicht', 'Nordlicht Outdoor', 'Europe/Berlin'), ('petrol', 'Pétrole & Fils', 'Europe/Paris')) as t(shop, name, zone);
create table seeds.targets as select * from (values
    ('*', 'confirmation_target', date '2000-01-01', 300.0, 0.98), ('*', 'shipping_mail_target', date '2000-01-01', 3600.0, 0.98),
    ('*', 'tracking_coverage_target', date '2000-01-01', null, 0.98), ('*', 'reply_target', date '2000-01-01', 86400.0, 0.95),
    ('*', 'due_soon_within', date '2000-01-01', 14400.0, null)) as t(shop, name, valid_from_day, value_seconds, share);

create table staging.coverage as select * from (values
    ('nordlicht', 'nordlicht_archive/.', 'archive', 'nordlicht_archive', timestamp '2026-08-24', timestamp '2026-11-22 18:00', timestamp '2026-11-22 18:00', timestamp '2026-11-22 17:58', null::timestamp, 0),
    ('petrol', 'petrol_support/INBOX', 'inbox', 'petrol_support', timestamp '2026-08-24', timestamp '2026-11-22 09:00', timestamp '2026-11-22 18:00', timestamp '2026-11-22 09:00', null, 0)
    ) as t(shop, path, role, source, read_from, read_until, polled_at, newest_item_at, live_from_at, holes);
create table metrics.sources as select source, path, shop, role, read_from, read_until, polled_at, newest_item_at, source = 'petrol_support' as is_stale, 1200 as items, 3 as gone, case when source = 'petrol_support' then '2 mails could not be read' end as notes from staging.coverage;

create table metrics.measured as select * from (values
    ('nordlicht', 'confirmations', 'How long do customers wait for a confirmation?', 'measured', 'orders and an archive of sent mail are connected', null),
    ('nordlicht', 'shipping_notices', 'Where do customers miss tracking?', 'partly', 'no carrier data: links are not opened', 'the shipments export'),
    ('nordlicht', 'replied_in_time', 'Are inquiries answered in time?', 'measured', null, null),
    ('petrol', 'replied_in_time', 'Are inquiries answered in time?', 'partly', 'no folder of replies is connected', 'the Sent folder of the support mailbox')
    ) as t(shop, measure, question, state, why, connect_next);

create table weeks as select date '2026-08-24' + (7 * n)::int as week_start_day, n, n < 12 as is_mature from range(13) as r(n);
create table shops as select * from (values ('all', 2), ('nordlicht', 1), ('petrol', 1)) as t(shop, factor);
create table measures as select * from (values
    ('confirmed_in_time', 0.985, 0.98), ('shipping_mail_in_time', 0.962, 0.98), ('shipped_with_tracking', 0.948, 0.98),
    ('replied_in_time', 0.86, 0.95), ('first_replied_in_time', 0.9, 0.95), ('later_replied_in_time', 0.8, 0.95),
    ('promise_kept', 0.91, 0.95), ('told_of_changes', 0.97, 0.98), ('clean_mails', 0.97, 0.99)) as t(measure, level, target);
create table dimensions as select * from (values
    ('all', 'all', 200), ('channel', 'web_de', 110), ('channel', '[click](javascript:alert(1))', 12), ('carrier', 'DHL', 100),
    ('carrier', 'GLS', 60), ('carrier', '<b>UPS</b>', 15), ('locale', 'de', 150)) as t(dimension, dimension_value, n);
create table metrics.rates_weekly as
with counted as (
    select shop, week_start_day, measure, dimension, dimension_value, dimensions.n * factor as denominator,
        round(dimensions.n * factor * least(1, level + (hash(shop || measure || week_start_day::varchar || dimension_value) % 100)::int / 3000.0 - 0.017))::int as numerator,
        target as target_share, is_mature
    from weeks, shops, measures, dimensions)
select shop, week_start_day, measure, dimension, dimension_value, numerator, denominator, 6 as excluded, 3 as undecided, 2 as unknown,
    numerator / denominator as share, greatest(0, numerator / denominator - 0.02) as low, least(1, numerator / denominator + 0.015) as high,
    is_mature, target_share, numerator / denominator >= target_share as meets_target from counted;
create table metrics.rates_daily as select shop, week_start_day as day, * exclude (shop, week_start_day) from metrics.rates_weekly;
create table metrics.latencies_weekly as
select shop, week_start_day, measure, dimension, dimension_value, n as items,
    base * (1 + (hash(shop || measure || week_start_day::varchar) % 50)::int / 100.0) as p50_seconds, base * 4.0 as p90_seconds,
    base * 5.5 * (1 + (hash(week_start_day::varchar || measure) % 40)::int / 100.0) as p95_seconds, base * 11.0 as p99_seconds, 3 as missing, 1 as unknown,
    target as target_seconds, is_mature
from (select * exclude (n) from weeks), shops, dimensions, (values ('confirmation', 41.0, 300.0), ('shipping_mail', 600.0, 3600.0), ('reply', 18000.0, 86400.0)) as t(measure, base, target);
create table metrics.latencies_daily as
select shop, week_start_day + d::int as day, measure, dimension, dimension_value, items // 7 as items,
    p50_seconds * (1 + (hash(d::varchar || week_start_day::varchar) % 30)::int / 100.0) as p50_seconds, p90_seconds,
    p95_seconds * case when week_start_day = date '2026-10-12' and d < 3 then 14 else 1 end as p95_seconds, p99_seconds, 0 as missing, 0 as unknown, target_seconds, is_mature
from metrics.latencies_weekly, range(7) as r(d);
create table metrics.verdicts_weekly as
select shop, week_start_day, measure, verdict, coalesce(excluded_reason, '') as excluded_reason, items * factor as items from weeks, (select * from shops where shop != 'all') as shops, (values
    ('confirmations', 'on_time', null, 188), ('confirmations', 'late', null, 5), ('confirmations', 'missing', null, 3), ('confirmations', 'bounced', null, 2), ('confirmations', 'unknown', null, 2), ('confirmations', 'excluded', 'sent by the marketplace', 20),
    ('shipping_notices', 'on_time', null, 170), ('shipping_notices', 'late', null, 8), ('shipping_notices', 'missing', null, 6), ('shipping_notices', 'excluded', 'pick-up', 9),
    ('waits', 'in_time', null, 80), ('waits', 'late', null, 11), ('waits', 'overdue', null, 4), ('waits', 'open', null, 6), ('waits', 'not_counted', 'auto_reply', 17)) as t(measure, verdict, excluded_reason, items);
create table metrics.tracking_losses_weekly as
select shop, week_start_day, carrier, lost_reason, lost * factor as shipments, shipped * factor as shipped from weeks, (select * from shops where shop != 'all') as shops, (values
    ('GLS', 'no_mail', 9, 60), ('GLS', 'no_link', 12, 60), ('DHL', 'no_number', 2, 100), ('DHL', 'bounced', 1, 100), ('DHL', 'wrong_number', 1, 100), ('<b>UPS</b>', 'no_date', 1, 15), ('<b>UPS</b>', 'bad_date', 1, 15)) as t(carrier, lost_reason, lost, shipped);
create table metrics.ladder_weekly as
select shop, week_start_day, carrier, rung, reached * factor as shipments, shipped * factor as shipped from weeks, (select * from shops where shop != 'all') as shops, (values
    ('DHL', 'none', 115, 115), ('DHL', 'mail', 113, 115), ('DHL', 'number', 113, 115), ('DHL', 'record', 113, 115), ('DHL', 'format', 113, 115), ('DHL', 'carrier', 113, 115), ('DHL', 'link', 113, 115), ('DHL', 'date', 111, 115), ('DHL', 'clear', 110, 115), ('GLS', 'none', 60, 60), ('GLS', 'mail', 51, 60), ('GLS', 'number', 51, 60), ('GLS', 'record', 50, 60), ('GLS', 'format', 50, 60), ('GLS', 'carrier', 50, 60), ('GLS', 'link', 39, 60), ('GLS', 'date', 39, 60), ('GLS', 'clear', 39, 60)) as t(carrier, rung, reached, shipped);
create table metrics.findings_weekly as
select shop, week_start_day, rule, severity, findings * factor as findings, findings * factor as customers from weeks, (select * from shops where shop != 'all') as shops, (values
    ('CONF_LATE', 'major', 5), ('CONF_MISSING', 'critical', 3), ('TRACKING_LINK_MISSING', 'major', 12), ('REPLY_OVERDUE', 'major', 4)) as t(rule, severity, findings);
create table metrics.arrivals as
select shop, d as weekday, h as hour, (4 + (hash(d * 31 + h) % 9)::int) * factor as waits, ((hash(d * 7 + h) % 3)::int) * factor as late from (select * from shops where shop != 'all') as shops, range(1, 8) as a(d), range(24) as b(h);
create table metrics.queue as select * from (values ('nordlicht', 4, 3, 5, 1, timestamp '2026-11-18 09:10'), ('petrol', 1, 0, 2, 0, timestamp '2026-11-20 11:00'), ('all', 5, 3, 7, 1, timestamp '2026-11-18 09:10')) as t(shop, overdue, due_soon, open, unknown, oldest_started_at);

create table checks.rules as select * from (values
    ('CONF_LATE', 'The confirmation came later than promised.', 'orders, archive', 'order processing', 'look at the queue', '1'),
    ('CONF_MISSING', 'No confirmation was found.', 'orders, archive', 'order processing', 'send it again', '1'),
    ('TRACKING_LINK_MISSING', 'The shipping mail has no link to follow the parcel.', 'shipments', 'shipping', 'mend the template', '1'),
    ('REPLY_OVERDUE', 'An inquiry waits past its target.', 'inbox, replies', 'customer support', 'answer it', '1')) as t(rule, sentence, needs, owner, next_step, version);
create table orders as select shop, '=' || (1000 + n) as order_id, timestamp '2026-11-16 06:00' + n * interval 150 minute as placed_at, n from (select unnest(['nordlicht', 'petrol']) as shop), range(60) as r(n);
create table facts.order_confirmations as
select shop, order_id, placed_at, case when n % 20 = 3 then null else placed_at + (20 + n * 11) * interval 1 second end as confirmed_at, (20 + n * 11)::double as latency_seconds,
    placed_at + interval 5 minute as due_at, 'delivered' as delivery_state, case when n % 20 = 3 then 'missing' when n % 20 = 7 then 'excluded' when n > 25 and n % 5 = 0 then 'late' else 'on_time' end as verdict,
    case when n % 20 = 7 then 'sent by the marketplace' end as excluded_reason, 'web_de' as channel, 'de' as locale, 'paypal' as payment_method, 'c' || n as customer_key,
    'm-conf-' || n as message_key, placed_at as clock_starts_at, placed_at + interval 30 minute as missing_after_at, timestamp '2026-11-22 18:00' as judged_until_at, false as is_history, date '2026-11-16' as week_start_day
from orders;
create table facts.shipping_notices as
select shop, 'S' || order_id as shipment_id, order_id, placed_at + interval 1 day as shipped_at, placed_at + interval 25 hour as noticed_at, 3600.0 + n as latency_seconds, 'link' as rung,
    case when n % 15 = 2 then 'missing' when n % 9 = 1 then 'late' else 'on_time' end as verdict, null::varchar as excluded_reason, 'web_de' as channel, 'de' as locale, 'paypal' as payment_method, 'c' || n as customer_key, 'm-ship-' || n as message_key,
    placed_at + interval 1 day as clock_starts_at, placed_at + interval 25 hour as due_at, placed_at + interval 28 hour as missing_after_at, timestamp '2026-11-22 18:00' as judged_until_at, false as is_history,
    case when n % 3 = 0 then 'GLS' else '<b>UPS</b>' end as carrier, true as has_number, n % 15 != 2 as has_link, true as has_date, case when n % 15 = 2 then 'no_link' end as lost_reason, n % 15 != 2 as is_covered, date '2026-11-16' as week_start_day
from orders;
create table facts.order_notices as
select shop, order_id, case when n % 2 = 0 then 'payment' else 'order_edited' end as mail_kind, placed_at + interval 1 hour as clock_starts_at, placed_at + interval 2 hour as due_at, placed_at + interval 5 hour as missing_after_at,
    case when n % 12 != 1 then placed_at + interval 61 minute end as sent_at, case when n % 12 != 1 then 60.0 end as latency_seconds, case when n % 12 = 1 then 'missing' when n % 12 = 5 then 'excluded' else 'on_time' end as verdict,
    case when n % 12 = 5 then 'marketplace' end as excluded_reason, 'web_de' as channel, 'de' as locale, 'c' || n as customer_key, timestamp '2026-11-22 18:00' as judged_until_at
from orders where n % 6 < 2 or n % 12 = 5;
create table facts.order_edits as select shop, order_id, placed_at + interval 1 hour as edited_at, 'quantity, total' as changed from orders where n % 12 = 1;
create table facts.promises as
select 'p-' || shop || n || made as promise_id, shop, order_id, case when made = 0 then 'S' || order_id end as shipment_id, null::varchar as line_id, 'deliver' as kind, null::timestamp as from_at, placed_at + (2 + made) * interval 1 day as until_at,
    case when made = 1 then 'delay_notice' when n % 2 = 0 then 'record' else 'shipping_notice' end as made_in, placed_at + (1 + made) * interval 1 day as made_at, null::varchar as message_key, case when made = 0 and n % 9 = 2 then 'p-' || shop || n || '1' end as superseded_by,
    made = 0 as is_first, case when n % 10 != 2 then placed_at + (40 + (n % 10) * 2) * interval 1 hour end as happened_at, n % 10 = 9 as is_too_early,
    case when n % 9 = 2 and made = 0 then 'broken' when n % 10 = 2 then 'broken' when n % 10 > 4 then 'broken' else 'kept' end as verdict, null::varchar as excluded_reason, timestamp '2026-11-22 18:00' as judged_until_at,
    'web_de' as channel, 'de' as locale, 'GLS' as carrier, 'c' || n as customer_key, false as is_history
from orders, (values (0), (1)) as t(made) where made = 0 or n % 9 = 2;
create table facts.waits as
select 'w-' || shop || n as wait_id, 'conv' || n as conversation_id, shop, order_id, placed_at as started_at, case when n % 4 > 0 and n < 44 then placed_at + interval 5 hour end as answered_at, 18000.0 as wait_seconds, 9000.0 as business_seconds,
    placed_at + interval 1 day as due_at, true as is_first, null::varchar as topic, null::double as topic_confidence,
    case when n % 4 > 0 and n < 44 then 'in_time' when n < 44 then 'overdue' when n < 50 then 'due_soon' when n = 55 then 'not_counted' else 'open' end as outcome, case when n % 4 > 0 and n < 44 then null when n < 44 then 'overdue' when n < 50 then 'due_soon' when n != 55 then 'open' end as queue, case when n = 55 then 'auto_reply' end as not_counted_reason,
    '0123456789abcdef' || n as customer_key, 'support' as team, 'email' as channel, ['m-in-' || shop || n] as message_keys, 1 as messages, case when n % 4 > 0 and n < 44 then 'm-out-' || n end as answered_by, false as is_history, timestamp '2026-11-22 18:00' as judged_until_at, false as has_bot_answer, date '2026-11-16' as week_start_day
from orders where n % 3 = 0 or n > 40;
create table facts.order_mails as
select shop, order_id, 'm-conf-' || n as message_key, '<conf-' || n || '@shop.example>' as message_id, 'order_confirmation' as kind, placed_at + interval 40 second as accepted_at, 'archive' as accepted_by, 'delivered' as delivery_state, true as was_delivered, 'c' || n as customer_key from orders
union all select shop, order_id, 'm-ship-' || n, '<ship-' || n || '@shop.example>', 'shipping_notice', placed_at + interval 25 hour, 'log', 'bounced', false, 'c' || n from orders;
create table facts.messages as
select 'm-in-' || shop || n as message_key, '<in-' || n || '@customer.example>' as message_id, 'inquiry' as kind, null::varchar as kind_reason, 'conv' || n as conversation_id, order_id, 'subject' as order_match, shop, placed_at as sent_at, placed_at as received_at, placed_at as happened_at, 'incoming' as direction, 'k' as from_key, 'c' || n as customer_key, false as is_human, null::varchar as team, false as is_history from orders
union all select 'm-out-' || n, '<out-' || n || '@shop.example>', 'reply', null, 'conv' || n, order_id, 'thread', shop, placed_at + interval 5 hour, null, placed_at + interval 5 hour, 'outgoing', 'k', 'c' || n, true, 'team:support', false from orders;
create table staging.messages as select message_key, message_id, shop, direction, sent_at, received_at from facts.messages;
create table staging.mail_deliveries as select message_id, 'c' as recipient_key, shop, 'log' as path, 'mx1' as host, 'Q1' as queue_id, accepted_at as first_attempt_at, accepted_at + interval 2 second as last_attempt_at, delivery_state as state, '2.0.0' as dsn, '250' as reply_code from facts.order_mails;
create table staging.orders as select shop, order_id, placed_at as valid_from_at, placed_at, placed_at + interval 1 minute as paid_at, null::timestamp as cancelled_at, null::timestamp as refunded_at, null::timestamp as verified_at, true as confirmation_flag, 'web_de' as channel, 'de' as locale, null::varchar as warehouse, 'standard' as shipping_method, 'paypal' as payment_method, 'c' || n as customer_key, false as is_test, false as is_imported, false as is_in_store, 'EUR' as currency, 49.9 as total from orders;
create table staging.order_items as select shop, order_id, 'SKU' as sku, '<script>alert(1)</script>' as title, 1 as quantity from orders;
create table staging.shipments as select shop, 'S' || order_id as shipment_id, order_id, 'GLS' as carrier, '00340434' as tracking_number, 'https://gls.example/1' as tracking_url, placed_at + interval 1 day as shipped_at, null::timestamp as first_scan_at, placed_at + interval 40 hour as first_attempt_at, placed_at + interval 47 hour as delivered_at, 1 as items, null::varchar as exempt_reason from orders;
create table cases.findings as select 'f' || n as finding_id, 'CONF_LATE' as rule, '1' as rule_version, 'major' as severity, 'order processing' as owner, 'm-conf-' || n as message_key, order_id, null::varchar as template, null::varchar as version, 'confirmed_at' as field, placed_at as happened_at, true as is_error, null::varchar as cause, '5 min' as expected, '9 min' as observed, 'order and archive' as evidence, 'CONF_LATE' as fingerprint, placed_at as found_at, shop, null::varchar as shipment_id, null::varchar as wait_id, 'The confirmation came later than promised.' as sentence, 'look at the queue' as next_step, false as is_history, date '2026-11-16' as week_start_day from orders where n > 25 and n % 5 = 0;
create table facts.clock_offsets as select * from (values
    ('nordlicht', 'nordlicht_orders', 'log/mx1', 'ordered_confirmed', 820, 16.0, 90.0),
    ('nordlicht', 'log/mx1', 'nordlicht_archive/.', 'taken_archived', 1700, 1.0, 0.0),
    ('petrol', 'petrol_support/INBOX', 'petrol_support/Sent', 'asked_answered', 9, 30496.0, null)
    ) as t(shop, earlier_clock, later_clock, pairing, mails, usual_seconds, behind_seconds);

create table facts.ticket_messages as select shop, 'ticket:' || n as message_key, '7[x](javascript:alert(1))' as ticket_id, 'conv' || n as conversation_id, case when step = 0 then 'inquiry' when step = 1 then 'auto_reply' when step = 4 then 'no_answer_needed' else 'reply' end as kind, order_id, 'field' as order_match, placed_at + step * interval 10 minute as happened_at, case when step in (0, 4) then 'incoming' else 'outgoing' end as direction, step <> 2 as is_public, 'c' || n as customer_key, step in (2, 3) as is_human, 'support' as team, null::varchar as message_id, case when step = 5 then 'm-out-' || n end as mail_key, false as is_history from orders, range(6) as s(step) where n % 10 = 1;
create table staging.tickets as select shop, ticket_id, event, placed_at + interval 2 hour as event_at from orders, (values ('7[x](javascript:alert(1))', 'escalated'), ('7[x](javascript:alert(1))', 'closed'), ('8', 'closed')) as t(ticket_id, event) where n = 1;
create table facts.feedback as select shop, 'f' || n as feedback_id, placed_at + interval 3 day as given_at, order_id, case when n = 1 then 0.75 end as score_share, n = 1 as has_comment, 'customer_order' as link_how from orders where n % 10 = 1;

create table raw.runs as select 'r' || n as run_id, 'nordlicht_archive' as source, 'maildir' as kind, timestamp '2026-11-22 18:00' - n * interval 1 hour as started_at, timestamp '2026-11-22 18:00' - n * interval 59 minute as finished_at, timestamp '2026-11-22 18:00' - n * interval 1 hour as read_until, 100 as items_read, 90 as accepted, 6 as duplicate, 1 as quarantined, 0 as deferred, 3 as ignored, case when n = 2 then 'petrol_support: the login was refused' end as error from range(5) as t(n);
create table raw.counts as select 'r0' as run_id, 'ignored' as outcome, 'not_an_order_mail' as reason, 3 as items;
create table raw.quarantine as select * from (values
    ('q1', 'nordlicht_orders', 'orders.csv line 17', 'order.no_id', 'column Order: empty, or not an order number', timestamp '2026-11-22 18:00', null::timestamp, null::timestamp),
    ('q2', 'nordlicht_log', 'mail.log byte 1200', 'log.unparsed', 'no readable line of a mail log', timestamp '2026-11-22 17:00', timestamp '2026-11-22 17:30', null),
    ('q3', 'nordlicht_log', 'mail.log byte 9100', 'log.unparsed', 'no readable line of a mail log', timestamp '2026-11-22 16:00', null, null),
    ('q4', 'petrol_support', 'petrol_support/INBOX/7', 'mail.empty', '[x](javascript:alert(1))', timestamp '2026-11-22 15:00', null, null),
    ('q5', 'petrol_support', 'petrol_support/INBOX/8', 'mail.empty', 'the mail has no content', timestamp '2026-11-22 14:00', timestamp '2026-11-22 15:00', timestamp '2026-11-22 15:00')
    ) as t(quarantine_key, source, location, reason, detail, quarantined_at, tried_at, replayed_at);
alter table raw.quarantine add column expires_at timestamp default timestamp '2026-12-22';
drop table weeks; drop table shops; drop table measures; drop table dimensions; drop table orders;
create schema steps;
create table steps.calendar as
select shop, day as utc_day, day as from_at, day + interval 1 day as until_at, day::date as local_day, (day - ((isodow(day) - 1)::int) * interval 1 day)::date as week_start_day, isodow(day) as weekday, 0 as utc_offset_seconds
from (select unnest(['nordlicht', 'petrol']) as shop), (select unnest(generate_series(timestamp '2026-08-01', timestamp '2026-12-31', interval 1 day)) as day);
