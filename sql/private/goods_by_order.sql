-- Which goods does each order hold whose lines never changed, in one number and in words?
-- grain: one row per order with dated lines of one version each
-- key: shop, order_id
select
    shop,
    order_id,
    max(valid_from_at) as known_from_at,
    count(*) as lines,
    -- as most shops write it: 2 x title; equal sets of lines give equal sums
    sum(hash(cast(cast(quantity as bigint) as varchar) || ' x ' || lower(title))) as goods_hash,
    sum(hash(line_id || ':' || cast(cast(quantity as bigint) as varchar))) as lines_hash,
    case when count(sku) = count(*)
        then sum(hash(sku || ':' || cast(cast(quantity as bigint) as varchar))) end as skus_hash
from staging.order_item_versions
group by shop, order_id
having
    bool_and(is_dated)
    and max(version) = 1
    and bool_and(coalesce(quantity > 0 and quantity = round(quantity) and title <> '', false))
