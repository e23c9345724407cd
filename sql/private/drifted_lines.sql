-- Which lines of its template's fixed text does each mail lack or say otherwise?
-- grain: one row per mail and line; of a slot that is filled, its label
-- key: message_key, line_place, line_kind
with lost as (
    select
        message_key, shop, template, locale, 'missing' as line_kind,
        unnest(missing) as line, cast(null as varchar) as said,
        unnest(generate_series(1, len(missing))) as line_place
    from private.mail_contents
    where how = 'template'
    union all
    select
        message_key, shop, template, locale, 'changed' as line_kind,
        unnest(changed_from) as line, unnest(changed_to) as said,
        unnest(generate_series(1, len(changed_from))) as line_place
    from private.mail_contents
    where how = 'template'
    union all
    select
        message_key, shop, template, locale, 'label' as line_kind,
        unnest(lost_labels) as line, cast(null as varchar) as said,
        unnest(generate_series(1, len(lost_labels))) as line_place
    from private.mail_contents
    where how = 'template'
)

select
    lost.message_key,
    lost.line_kind,
    lost.line_place,
    lost.line,
    lost.said,
    lost.line_kind = 'label' or exists (
        select 1 from seeds.mandatory_sentences as wanted
        where
            wanted.shop in ('*', lost.shop)
            and wanted.kind in ('*', split_part(lost.template, '.', 1))
            and wanted.locale in ('*', lost.locale)
            and regexp_matches(lost.line, wanted.pattern)
    ) as is_mandatory
from lost
where lost.line_kind = 'label' or not regexp_matches(lost.line, '\[[A-Z][A-Z0-9_]*\]')
