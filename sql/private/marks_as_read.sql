-- Which signs of a fault did the reader find in each mail, in which field, about which order?
-- grain: one row per mail and mark
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
)

select
    marks.*,
    orders.order_id,
    coalesce(fields.field, marks.place) as field,
    fields.field is not null as is_in_slot
from marks
left join seeds.slot_fields as fields on fields.slot = marks.place
left join facts.message_orders as orders using (message_key)
