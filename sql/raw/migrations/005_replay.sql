-- What a person names a refused item by, and when it was last read again.
alter table raw.quarantine add column quarantine_key varchar;
alter table raw.quarantine add column payload_hash varchar;
alter table raw.quarantine add column batch_id bigint;
alter table raw.quarantine add column tried_at timestamp;
update raw.quarantine set
    quarantine_key = replace(cast(uuid() as varchar), '-', ''),
    payload_hash = sha256(coalesce(payload, ''::blob));
