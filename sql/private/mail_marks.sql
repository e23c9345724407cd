-- What stands in each mail that no mail should hold: placeholders, null words, dummies, mojibake?
-- grain: one row per mail and mark; not what the order's own record holds
-- key: message_key, mark_place
with held as ( -- what the records of the orders in question ever held
    select shop, order_id, 'customer_name' as field, name as words
    from private.order_versions
    where order_id in (select order_id from private.marks_as_read)
    union all
    select shop, order_id, 'address' as field, concat_ws(' ', name, street, city, pickup_point)
    from private.order_versions
    where order_id in (select order_id from private.marks_as_read)
    union all
    select shop, order_id, 'items' as field, title as words
    from raw.order_items
    where order_id in (select order_id from private.marks_as_read)
),

known as (
    select
        held.shop,
        held.order_id,
        fields.field,
        lower(string_agg(held.words, ' ')) as said,
        ' ' || regexp_replace(lower(string_agg(held.words, ' ')), '[^\p{L}\p{N}/]+', ' ', 'g') || ' '
            as words
    from held
    inner join (values ('customer_name'), ('address'), ('items'), ('text'), ('subject'))
        as fields (field)
        on fields.field = held.field or fields.field in ('text', 'subject')
    group by held.shop, held.order_id, fields.field
)

select placed.*
from private.marks_as_read as placed
left join known using (shop, order_id, field)
where
    placed.kind = 'mojibake' -- wrong in the record, wrong in the mail
    or not coalesce(case
        when placed.kind = 'null' then contains(known.words, ' ' || lower(placed.cause) || ' ')
        else contains(known.said, lower(placed.cause))
    end, false)
    -- whether somebody is called so, or something, only their record tells
    and not (
        known.said is null and placed.kind in ('null', 'dummy')
        and placed.field in ('customer_name', 'items', 'address', 'text', 'subject')
    )
