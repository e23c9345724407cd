-- Under which names is a shop shown: its own, and "all" with every other?
-- grain: one row per name and shop it holds
-- key: shop, member_shop
select shop, shop as member_shop from seeds.shops
union all
select 'all' as shop, shop as member_shop from seeds.shops
