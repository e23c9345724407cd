-- Which wording was each shop's mail of a kind to have, in which language, from when until when?
-- grain: one row per shop, kind of mail, locale and version; the procedure's own for kinds without
-- key: shop, kind, locale, version
with own as ( -- the newest reading of each file
    select shop, kind, locale, version, valid_from_at, subject, text, is_html, slots
    from raw.templates
    qualify row_number() over (
        partition by shop, kind, locale, version order by batch_id desc, read_at desc, content_hash
    ) = 1
),

offered as ( -- 2: of this shop alone, 1: of every shop, 0: as the procedure has it
    select shops.shop, own.* exclude (shop), if(own.shop = '*', 1, 2) as rank
    from own
    inner join seeds.shops as shops on own.shop in ('*', shops.shop)
    union all
    select
        shops.shop,
        given.kind,
        given.locale,
        given.version,
        cast(null as timestamp) as valid_from_at,
        given.subject,
        given.text,
        false as is_html,
        list_distinct(regexp_extract_all(
            given.subject || chr(10) || given.text, '\[([A-Z][A-Z0-9_]*)\]', 1
        )) as slots,
        0 as rank
    from seeds.templates as given
    cross join seeds.shops as shops
)

select
    offered.shop,
    offered.kind,
    offered.locale,
    offered.version,
    offered.valid_from_at,
    -- without a day a version holds from the beginning, until one that has a day
    lead(offered.valid_from_at) over (
        partition by offered.shop, offered.kind, offered.locale, offered.rank
        order by offered.valid_from_at nulls first, offered.version
    ) as valid_until_at,
    offered.subject,
    offered.text,
    offered.is_html,
    list_sort(offered.slots) as slots,
    offered.rank = 0 as is_default
from offered
qualify offered.rank = max(offered.rank) over (partition by offered.shop, offered.kind)
