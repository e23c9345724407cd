-- What providers' events say beyond a mail server's log: custom arguments, tags, their own class.
alter table raw.mail_events add column order_id varchar;
alter table raw.mail_events add column mail_kind varchar;
alter table raw.mail_events add column template varchar;
alter table raw.mail_events add column classification varchar;
