-- How much of each line does each parcel hold, as far as its record says?
-- grain: one row per parcel and line_id or SKU that it names
-- key: shop, shipment_id, line_word
with parts as ( -- LINE:QUANTITY, LINE:QUANTITY
    select shop, shipment_id, order_id, unnest(string_split(items, ',')) as part
    from staging.shipments
    where items is not null
),

words as (
    select
        shop,
        shipment_id,
        order_id,
        trim(regexp_replace(part, ':\s*[0-9.]*\s*$', '', 'g')) as line_word,
        try_cast(nullif(regexp_extract(part, ':\s*([0-9.]+)\s*$', 1), '') as double) as quantity
    from parts
)

select
    shop,
    shipment_id,
    order_id,
    line_word,
    case when count(quantity) = count(*) then sum(quantity) end as quantity
from words
where line_word <> ''
group by shop, shipment_id, order_id, line_word
