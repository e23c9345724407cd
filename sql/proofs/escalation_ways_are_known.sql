-- Every way of escalating is an address, a folder or a flag, and says which.
select shop, way, value
from seeds.escalation_ways
where coalesce(way, '') not in ('address', 'folder', 'flag') or trim(coalesce(value, '')) = ''
