-- Which wording is each mail of a kind held against: the shop's own, a learnt one, the procedure's?
-- grain: one row per shop, kind of mail, locale and version
-- key: shop, kind, locale, version
-- A learnt template counts once somebody has named it: decision template_named, its subject
-- SHOP/learnt_id, its payload {"name", "kind", "locale"} or {"ignored": true}. Two learnt ones of
-- one name, kind and locale are versions of one. Files of the shop go before what was learnt; the
-- procedure's text stays for languages in which nothing was named.
with words as (
    select
        subject,
        replace(regexp_extract(payload, '"name": ?"((?:[^"\\]|\\.){1,80})"', 1), '\"', '"') as name,
        nullif(regexp_extract(payload, '"kind": ?"([a-z_]{1,40})"', 1), '') as kind,
        nullif(regexp_extract(payload, '"locale": ?"([A-Za-z_-]{2,12})"', 1), '') as locale
    from desk.decisions
    where kind = 'template_named'
    qualify row_number() over (partition by subject order by made_at desc, decision_id) = 1
),

named as (
    select
        learnt.* exclude (kind, locale, name),
        words.name,
        coalesce(words.kind, learnt.kind) as kind,
        coalesce(words.locale, learnt.locale) as locale
    from private.learnt_templates as learnt
    inner join words on words.subject = learnt.shop || '/' || learnt.learnt_id
    where trim(words.name) <> ''
),

given as (
    select * exclude (is_default), case when is_default then 'default' else 'own' end as origin
    from staging.templates
),

learnt as (
    select
        shop,
        kind,
        locale,
        name || ' ' || row_number() over turns as version,
        case when row_number() over turns > 1 then first_seen_at end as valid_from_at,
        lead(first_seen_at) over turns as valid_until_at,
        subject,
        text,
        false as is_html,
        slots,
        'learnt' as origin
    from named
    where (shop, kind) not in (select (shop, kind) from given where origin = 'own')
    window turns as (
        partition by shop, kind, locale, name order by first_seen_at, learnt_id, version
    )
)

select * from learnt
union all by name
select * from given
where origin = 'own' or (shop, kind, locale) not in (select (shop, kind, locale) from learnt)
