-- From when until when does each path show everything that went through it?
-- grain: one row per shop and path
-- key: shop, path
with polled_shops as (
    select polled.*, shops.shop
    from staging.polled_paths as polled
    cross join seeds.shops as shops
    where polled.is_for_all_shops
    union
    select polled.*, unnest(polled.shops) as shop
    from staging.polled_paths as polled
)

select
    shop,
    path,
    role,
    source,
    read_from,
    read_until,
    polled_at,
    newest_item_at,
    live_from_at,
    holes
from polled_shops
