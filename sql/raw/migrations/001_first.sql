create schema raw;

create table raw.runs (
    run_id varchar, source varchar, kind varchar, started_at timestamp, finished_at timestamp,
    read_until timestamp, items_read bigint, accepted bigint, duplicate bigint, quarantined bigint,
    deferred bigint, ignored bigint, error varchar
);
create table raw.counts (run_id varchar, outcome varchar, reason varchar, items bigint);
create table raw.cursors (source varchar, place varchar, cursor varchar, moved_at timestamp);
create table raw.polls (
    run_id varchar, source varchar, kind varchar, path varchar, role varchar, shop varchar,
    polled_at timestamp, oldest_item_at timestamp, newest_item_at timestamp,
    states_its_end_at timestamp, holes varchar[],
    since_at timestamp, live_from_at timestamp, quiet_after_seconds double
);
create table raw.quarantine (
    run_id varchar, source varchar, location varchar, reason varchar, detail varchar, payload blob,
    quarantined_at timestamp, expires_at timestamp, replayed_at timestamp
);

create table raw.messages (
    message_key varchar, message_id varchar, in_reply_to varchar, reference_ids varchar[],
    from_address varchar, from_name varchar, reply_to_address varchar, to_addresses varchar[],
    sent_at timestamp, received_at timestamp, first_hop_at timestamp, subject varchar, text varchar,
    links varchar[], auto_submitted varchar, precedence varchar, list_id varchar,
    is_null_sender boolean, report_type varchar, auto_headers varchar[], flags varchar[],
    size bigint, source varchar, run_id varchar, batch_id bigint, read_at timestamp
);
create table raw.message_locations (
    message_key varchar, shop varchar, path varchar, role varchar, account varchar, folder varchar,
    epoch varchar, location varchar, mailbox_flags varchar[],
    source varchar, run_id varchar, batch_id bigint, read_at timestamp
);
create table raw.bounces (
    message_key varchar, recipient varchar, action varchar, status varchar, reply_code varchar,
    diagnostic varchar, original_message_id varchar,
    source varchar, run_id varchar, batch_id bigint, read_at timestamp
);
create table raw.mail_events (
    event_key varchar, shop varchar, path varchar, host varchar, instance varchar,
    queue_id varchar, generation varchar, event varchar, event_at timestamp, message_id varchar,
    sender varchar, recipient varchar, original_recipient varchar, relay varchar,
    delay_seconds double, dsn varchar, reply_code varchar, reply varchar,
    source varchar, run_id varchar, batch_id bigint, read_at timestamp
);
create table raw.order_versions (
    shop varchar, order_id varchar, content_hash varchar, valid_from_at timestamp,
    placed_at timestamp, paid_at timestamp, cancelled_at timestamp, refunded_at timestamp,
    verified_at timestamp, confirmation_flag boolean, channel varchar, locale varchar,
    warehouse varchar, shipping_method varchar, payment_method varchar, fulfilment varchar,
    email varchar, name varchar, street varchar, city varchar, postcode varchar, country varchar,
    phone varchar, is_test boolean, is_imported boolean, is_in_store boolean, currency varchar,
    total double, flags varchar[],
    source varchar, run_id varchar, batch_id bigint, read_at timestamp
);
create table raw.order_items (
    shop varchar, order_id varchar, line_id varchar, content_hash varchar, sku varchar,
    title varchar, quantity double,
    source varchar, run_id varchar, batch_id bigint, read_at timestamp
);
create table raw.shipments (
    shop varchar, shipment_id varchar, order_id varchar, content_hash varchar, carrier varchar,
    tracking_number varchar, tracking_url varchar, shipped_at timestamp, promised_at timestamp,
    first_scan_at timestamp, first_attempt_at timestamp, delivered_at timestamp, items varchar,
    exempt_reason varchar, flags varchar[],
    source varchar, run_id varchar, batch_id bigint, read_at timestamp
);
create table raw.batch_numbers (next bigint);
