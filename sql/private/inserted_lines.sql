-- Which lines does each mail hold that its template does not, apart from those that are allowed?
-- grain: one row per mail with such lines
-- key: message_key
with lines as (
    select message_key, shop, template, locale, unnest(inserted) as line
    from private.mail_contents
    where how = 'template'
)

select
    lines.message_key,
    count(*) as lines,
    sum(len(regexp_extract_all(lines.line, '\S*[\p{L}\p{N}]\S*'))) as words,
    string_agg(left(lines.line, 200), chr(10) order by lines.line) as said
from lines
where not exists (
    select 1 from seeds.allowed_texts as allowed
    where
        allowed.shop in ('*', lines.shop)
        and allowed.kind in ('*', split_part(lines.template, '.', 1))
        and allowed.locale in ('*', lines.locale)
        and regexp_matches(lines.line, allowed.pattern)
)
group by lines.message_key
