-- What stands in each mail that no mail should hold: placeholders, null words, dummies, mojibake?
-- grain: one row per mail and mark; not what the order's own record holds
-- key: message_key, mark_place
with marks as (
    select
        message_key,
        shop,
        unnest(generate_series(1, len(mark_kinds))) as mark_place,
        unnest(mark_kinds) as kind,
        unnest(mark_places) as place,
        unnest(mark_texts) as said,
        unnest(mark_causes) as cause
    from private.mail_contents
    where len(mark_kinds) > 0
),

placed as (
    select
        marks.*,
        orders.order_id,
        coalesce(fields.field, marks.place) as field,
        fields.field is not null as is_in_slot
    from marks
    left join seeds.slot_fields as fields on fields.slot = marks.place
    left join facts.message_orders as orders using (message_key)
),

held as ( -- what the records of the orders in question ever held
    select shop, order_id, 'customer_name' as field, name as words
    from private.order_versions
    where order_id in (select order_id from placed)
    union all
    select shop, order_id, 'address' as field, concat_ws(' ', name, street, city, pickup_point)
    from private.order_versions
    where order_id in (select order_id from placed)
    union all
    select shop, order_id, 'items' as field, title as words
    from raw.order_items
    where order_id in (select order_id from placed)
),

known as (
    select
        held.shop,
        held.order_id,
        fields.field,
        ' ' || lower(regexp_replace(string_agg(held.words, ' '), '\s+', ' ', 'g')) || ' ' as words
    from held
    inner join (values ('customer_name'), ('address'), ('items'), ('text'), ('subject'))
        as fields (field)
        on fields.field = held.field or fields.field in ('text', 'subject')
    group by held.shop, held.order_id, fields.field
)

select placed.*
from placed
left join known using (shop, order_id, field)
where
    placed.kind = 'mojibake' -- wrong in the record, wrong in the mail
    or not coalesce(contains(known.words, ' ' || lower(placed.cause) || ' '), false)
