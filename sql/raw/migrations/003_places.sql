-- What became of places after their mails were read, and from when on a path is read.
create table raw.place_changes (
    path varchar, epoch varchar, location varchar, content_hash varchar, is_gone boolean,
    mailbox_flags varchar[], noticed_at timestamp,
    source varchar, run_id varchar, batch_id bigint, read_at timestamp
);
alter table raw.polls add column reads_from_at timestamp;
