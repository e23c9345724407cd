-- How much of each line do the parcels hold whose mails have an unlike list of goods?
-- grain: one row per mail, parcel that it names, and line_id or SKU in the parcel's record
-- key: message_key, shipment_id, line_word
with parts as ( -- LINE:QUANTITY, LINE:QUANTITY
    select
        mails.message_key,
        named.shipment_id,
        unnest(string_split(parcels.items, ',')) as part
    from private.unlike_goods as mails
    inner join facts.parcels_in_mails as named
        on named.message_key = mails.message_key and named.is_named
    inner join staging.shipments as parcels
        on parcels.shop = named.shop and parcels.shipment_id = named.shipment_id
    where mails.kind = 'shipping_notice'
),

words as (
    select
        message_key,
        shipment_id,
        trim(regexp_replace(part, ':\s*[0-9.]*\s*$', '', 'g')) as line_word,
        try_cast(nullif(regexp_extract(part, ':\s*([0-9.]+)\s*$', 1), '') as double) as quantity
    from parts
)

select
    message_key,
    shipment_id,
    line_word,
    case when count(quantity) = count(*) then sum(quantity) end as quantity -- null: not known
from words
group by message_key, shipment_id, line_word
