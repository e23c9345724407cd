-- How many items did each path bring?
-- grain: one row per source and path
-- key: source, path
select source, path, cast(sum(items) as bigint) as items
from (
    select source, path, count(*) as items from raw.message_locations
    group by source, path
    union all
    select source, path, count(*) as items from raw.mail_events
    group by source, path
    union all
    select source, source as path, count(*) as items from raw.order_versions
    group by source
    union all
    select source, source as path, count(*) as items from raw.order_items
    group by source
    union all
    select source, source as path, count(*) as items from raw.shipments
    group by source
    union all
    select source, source as path, count(*) as items from raw.ticket_events
    group by source
    union all
    select source, source as path, count(*) as items from raw.feedback
    group by source
) as found
group by source, path
