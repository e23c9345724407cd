-- Errors that come back and templates of the small published build. Invented; some is hostile.
create table cases.recurring_errors as
select
    *, 'mails' as counted, null::varchar as reason, null::varchar as newest_decision_id, null::varchar as fixed_version,
    null::date as due_day, case state when 'muted' then date '2026-12-04' end as muted_until_day,
    null::timestamp as acknowledged_at, null::timestamp as came_back_at, customers as recent_customers,
    timestamp '2026-09-01 08:00' as first_seen_at, timestamp '2026-11-20 08:00' as last_seen_at,
    timestamp '2026-11-10 08:00' as state_since_at, 'The mail says what it must not.' as sentence,
    null::double as excess_inquiries, row_number() over () as rank
from (values
    ('e-null', 'NULL_VALUE', 'critical', 'tracking_number', null, 'nordlicht', 'shipping_notice.de', 12, 11, 600, 20.0, 'new', 'rising', 'shipping', null::timestamp, null::bigint, null::bigint, null::bigint, ['n1', 'n2']),
    ('e-drift', 'TEMPLATE_DRIFT', 'minor', 'text', null, 'nordlicht', 'order_confirmation.en', 5, 5, 400, 12.5, 'on_probation', 'falling', 'customer support', timestamp '2026-11-01 09:00', 12, 59, 3, ['d1']),
    ('e-place', 'PLACEHOLDER_LEFT', 'critical', 'subject', '[x](javascript:alert(1))', 'petrol', 'order_confirmation.fr', 2, 2, 9, 222.2, 'new', 'too_few', 'order processing', null, null, null, null, []::varchar[]),
    ('e-muted', 'FOREIGN_TEXT', 'minor', 'text', null, 'nordlicht', 'shipping_notice.de', 7, 7, 600, 11.7, 'muted', 'steady', 'customer support', null, null, null, null, []::varchar[]),
    ('e-gone', 'MOJIBAKE', 'major', 'customer_name', 'Ã¼', 'nordlicht', 'shipping_notice.de', 4, 4, 600, 6.7, 'resolved', 'falling', 'shipping', timestamp '2026-09-20 09:00', 80, 75, 0, []::varchar[])
    ) as t(fingerprint, rule, severity, field, cause, shop, template, findings, customers, mails, per_1000, state, trend, owner, fixed_at, clean_since_fix, clean_needed, still_old_findings, example_finding_ids);
create table metrics.errors_weekly as
select fingerprint, shop, date '2026-08-24' + (7 * n)::int as week_start_day, 12 - n as weeks_ago, n % 3 as findings, n % 3 as customers, 50 as mails, (n % 3) * 20.0 as per_1000
from cases.recurring_errors, range(13) as r(n);
create table cases.error_versions as select * from (values
    ('e-null', '1', 1, 4, timestamp '2026-09-01 08:00'), ('e-null', '2', 2, 8, timestamp '2026-10-12 08:00')) as t(fingerprint, version, turn, findings, first_seen_at);
create table metrics.rule_precision as select * from (values
    ('NULL_VALUE', 20, 19, 0.95, 'everywhere'), ('PLACEHOLDER_LEFT', 25, 10, 0.4, 'digest')) as t(rule, judged, confirmed, share, speaks);
create table cases.old_wording as select 'nordlicht' as shop, 'shipping_notice.de' as template, '1' as version, timestamp '2026-10-04' as retired_at, 31 as mails_since, timestamp '2026-11-20 08:00' as last_sent_at, '2' as newest_version;
create table facts.template_turns as select * from (values
    ('nordlicht', 'shipping_notice.de', '1', 1, null::timestamp), ('nordlicht', 'shipping_notice.de', '2', 2, timestamp '2026-10-04')) as t(shop, template, version, turn, valid_from_at);
create table metrics.template_versions as select * from (values
    ('nordlicht', 'shipping_notice.de', '2', 310, 300, 310, 'own', timestamp '2026-10-04', 300 / 310, 0.94, 0.98, 0.012, 62, 17, 33.4, null::double, true, false),
    ('nordlicht', 'order_confirmation.en', '1', 12, 9, 12, 'learnt', null, 0.75, 0.47, 0.91, 0.0, 160, 41, 38.0, 44.0, true, true)
    ) as t(shop, template, version, mails, clean, judged, origin, valid_from_at, clean_share, low, high, drift_share, words, longest_sentence, lix, ease, has_number_first, has_next_step_first);
create table cases.mail_verdicts as select shop, 'm-conf-' || n as message_key, '=' || (1000 + n) as order_id, 'shipping_notice' as kind, 'shipping_notice.de' as template, '2' as version, timestamp '2026-11-10' + n * interval 1 hour as sent_at, 'web_de' as channel, 'de' as locale, 'template' as how, n % 4 as findings, case when n % 4 = 3 then 'faulty' else 'clean' end as verdict
from (select unnest(['nordlicht', 'petrol']) as shop), range(40) as r(n);
insert into cases.findings by name
select finding_id, 'NULL_VALUE' as rule, 'e-null' as fingerprint, 'critical' as severity, 'nordlicht' as shop, 'm-ship-' || finding_id as message_key, order_id, 'tracking_number' as field, 'a tracking number' as expected, 'the word for nothing' as observed, 'the text of the mail' as evidence, timestamp '2026-11-20 08:00' as found_at, timestamp '2026-11-20 08:00' as happened_at, true as is_error, 'shipping' as owner, 'The mail says what it must not.' as sentence, 'Fill it.' as next_step
from (values ('n1', '=1003'), ('n2', '=1004')) as t(finding_id, order_id);
create table metrics.confirmation_witnesses_weekly as select shop, date '2026-08-24' + (7 * n)::int as week_start_day, combination, orders
from (select unnest(['nordlicht', 'petrol']) as shop), range(13) as r(n), (values ('all_three', 90), ('only_flagged', 4), ('not_comparable', 6)) as t(combination, orders);
create table metrics.delivery_states_weekly as select shop, date '2026-08-24' + (7 * n)::int as week_start_day, kind, state, mails
from (select unnest(['nordlicht', 'petrol']) as shop), range(13) as r(n), (values ('order_confirmation', 'delivered', 95), ('order_confirmation', 'bounced', 5)) as t(kind, state, mails);
create table metrics.split_shipments_weekly as select shop, date '2026-08-24' + (7 * n)::int as week_start_day, 8 as orders_with_parcels, 7 as all_announced
from (select unnest(['nordlicht', 'petrol']) as shop), range(13) as r(n);
