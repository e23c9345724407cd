-- What the order mails of the small published build say, and their templates. Invented.
create table findings as select * from (values
    ('n1', '00340434161094', 'None', 'None'), ('n2', '00340434161095', 'None', null)) as t(finding_id, expected_value, observed_value, span);
create table messages as select * from (values
    ('m-ship-n1', 'Ihr Paket', e'Hallo **Mia** Wolf,\nSendungsnummer: None\nBis bald', null),
    ('m-ship-n2', 'Ihr Paket', e'Hallo Ben Dorn,\nSendungsnummer: None\nBis bald', null),
    ('m-conf-39', 'Ihr Paket', e'Hallo Ida Lund,\nSendungsnummer: 00340434161096', null)) as t(message_key, subject, text, html_text);
create table template_texts as select 'nordlicht' as shop, 'shipping_notice' as kind, 'de' as locale, '2' as version, 'Ihr Paket' as subject, e'Hallo [CUSTOMER_NAME],\nSendungsnummer: [TRACKING_NUMBER]' as text;
create table template_changes as select 'nordlicht' as shop, 'shipping_notice.de' as template, '2' as version, '1' as previous, * from (values
    (1, 'same', 'Hallo [CUSTOMER_NAME],'), (2, 'gone', 'Nummer: [TRACKING_NUMBER]'), (3, 'new', 'Sendungsnummer: [TRACKING_NUMBER]')) as t(line_place, line_kind, line);
create table learnt_templates as select 'nordlicht' as shop, 'invoice' as kind, 'l1' as learnt_id, null::varchar as name, 'de' as locale, 1 as version, 'Rechnung [ORDER_NUMBER]' as subject, 'Summe: [ORDER_TOTAL]' as text, 56 as mails, timestamp '2026-09-01' as first_seen_at, timestamp '2026-11-01' as last_seen_at;
