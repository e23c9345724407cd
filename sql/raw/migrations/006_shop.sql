-- What orders promise and how they change, helpdesk, feedback, templates, and records that are gone.
alter table raw.order_versions add column edited_at timestamp;
alter table raw.order_versions add column fulfilled_at timestamp;
alter table raw.order_versions add column ship_by_at timestamp;
alter table raw.order_versions add column deliver_by_at timestamp;
alter table raw.order_versions add column pickup_point varchar;
alter table raw.order_versions add column is_gift boolean;
alter table raw.order_versions add column refunded_total double;
alter table raw.order_versions add column other_emails varchar[];
alter table raw.order_versions add column line_ids varchar[];
alter table raw.order_versions add column extra varchar;
alter table raw.order_items add column valid_from_at timestamp;
alter table raw.order_items add column price double;
alter table raw.order_items add column fulfilment varchar;
alter table raw.order_items add column availability varchar;
alter table raw.order_items add column ship_by_at timestamp;
alter table raw.order_items add column flags varchar[];
alter table raw.order_items add column extra varchar;
alter table raw.shipments add column valid_from_at timestamp;
alter table raw.shipments add column cancelled_at timestamp;
alter table raw.shipments add column extra varchar;

create table raw.record_changes (
    record varchar, shop varchar, order_id varchar, part_id varchar, content_hash varchar,
    is_gone boolean, noticed_at timestamp,
    source varchar, run_id varchar, batch_id bigint, read_at timestamp
);
create table raw.ticket_events (
    shop varchar, ticket_id varchar, event_key varchar, event varchar, event_at timestamp,
    author_role varchar, author_address varchar, customer_address varchar, is_public boolean,
    channel varchar, subject varchar, text varchar, order_id varchar, message_id varchar,
    merged_into varchar, flags varchar[], extra varchar,
    source varchar, run_id varchar, batch_id bigint, read_at timestamp
);
create table raw.feedback (
    shop varchar, feedback_id varchar, content_hash varchar, given_at timestamp, score double,
    scale_min double, scale_max double, comment varchar, order_id varchar, ticket_id varchar,
    message_id varchar, customer_address varchar, agent_address varchar, flags varchar[],
    extra varchar,
    source varchar, run_id varchar, batch_id bigint, read_at timestamp
);
create table raw.templates (
    shop varchar, locale varchar, kind varchar, version varchar, content_hash varchar,
    valid_from_at timestamp, subject varchar, text varchar, is_html boolean, slots varchar[],
    path varchar,
    source varchar, run_id varchar, batch_id bigint, read_at timestamp
);
