-- Which goods should each order mail list: those of the order, or of the parcels that it names?
-- grain: one row per mail with a list of goods
-- key: message_key
with parcel_lines as (
    select
        lines.message_key,
        lines.line_id,
        lines.title,
        sum(goods.quantity) as quantity
    from private.order_lines_as_sent as lines
    inner join facts.parcels_in_mails as named
        on named.message_key = lines.message_key and named.is_named
    inner join staging.parcel_goods as goods
        on
            goods.shop = named.shop
            and goods.shipment_id = named.shipment_id
            and goods.line_word in (lines.line_id, lines.sku)
    where lines.kind = 'shipping_notice'
    group by lines.message_key, lines.line_id, lines.title
    having count(goods.quantity) = count(*)
),

held as ( -- whether all that the parcels hold is known
    select
        named.message_key,
        count(*) as words,
        bool_and(coalesce(goods.quantity > 0, false)) as are_counted
    from facts.parcels_in_mails as named
    left join staging.parcel_goods as goods using (shop, shipment_id)
    where named.is_named
    group by named.message_key
),

found as (
    select message_key, count(*) as lines, list(title order by line_id) as titles,
        list(quantity order by line_id) as quantities
    from parcel_lines
    group by message_key
)

select
    lines.message_key,
    bool_or(lines.kind = 'order_confirmation') or found.message_key is not null as is_whole,
    coalesce(found.titles, list(lines.title order by lines.line_id)) as titles,
    coalesce(found.quantities, list(lines.quantity order by lines.line_id)) as quantities
from private.order_lines_as_sent as lines
left join held
    on held.message_key = lines.message_key and held.are_counted
left join found
    on found.message_key = lines.message_key and found.lines = held.words
group by lines.message_key, found.message_key, found.titles, found.quantities
