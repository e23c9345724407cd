-- In each run, read = accepted + duplicate + quarantined + deferred + ignored.
select run_id, source, items_read, accepted, duplicate, quarantined, deferred, ignored
from raw.runs
where items_read <> accepted + duplicate + quarantined + deferred + ignored
