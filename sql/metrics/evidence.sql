-- As which evidence can each path serve?
-- grain: one row per shop, path and role
-- key: shop, path, role
select shop, path, role, read_until
from staging.coverage
union all
-- a provider that names orders and kinds shows such mails as an archive does
select shop, path, kind || '_events' as role, read_until
from facts.kind_paths
where is_by_events
