-- In which order did the versions of a shop's own templates follow each other?
-- grain: one row per shop, template and version; not the procedure's own
-- key: shop, template, version
select
    shop,
    kind || '.' || locale as template,
    version,
    row_number() over (
        partition by shop, kind, locale order by valid_from_at nulls first, version
    ) as turn,
    valid_from_at,
    valid_until_at as retired_at
from private.template_texts
where origin <> 'default'
