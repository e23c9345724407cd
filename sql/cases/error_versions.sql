-- In which versions of its template did each error show itself?
-- grain: one row per error and version
-- key: fingerprint, version
select
    found.fingerprint,
    found.version,
    min(turns.turn) as turn, -- null: a version that no file and no naming knows
    count(*) as findings,
    min(found.happened_at) as first_seen_at,
    max(found.happened_at) as last_seen_at
from cases.findings as found
left join facts.template_turns as turns using (shop, template, version)
where found.version is not null
group by found.fingerprint, found.version
