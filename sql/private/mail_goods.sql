-- Which goods is a mail with an unlike list to name: those of the order, or of its parcels?
-- grain: one row per mail with an unlike list of goods
-- key: message_key
with parcel_lines as (
    select
        lines.message_key,
        lines.line_id,
        lines.title,
        sum(goods.quantity) as quantity
    from private.order_lines_as_sent as lines
    inner join private.parcel_goods as goods
        on
            goods.message_key = lines.message_key
            and goods.line_word in (lines.line_id, lines.sku)
    group by lines.message_key, lines.line_id, lines.title
),

named as (
    select message_key, count(distinct line_word) as words
    from private.parcel_goods
    group by message_key
    -- a parcel whose goods are not known may hold anything of the order
    having bool_and(coalesce(quantity > 0, false))
),

found as (
    select
        message_key,
        count(*) as lines,
        list(title order by line_id) as titles,
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
left join named
    on named.message_key = lines.message_key
left join found
    on found.message_key = lines.message_key and found.lines = named.words
group by lines.message_key, found.message_key, found.titles, found.quantities
