-- What does the plain form of each mail say otherwise than its HTML form?
-- grain: one row per mail and field, or `part` where one of both is empty
-- key: message_key, field
select
    slots.message_key,
    fields.field,
    slots.value,
    slots.html_value
from private.mail_slots as slots
inner join seeds.slot_fields as fields using (slot)
where
    slots.value <> '' and slots.html_value <> ''
    and fields.field <> 'tracking_link' -- a button has no address to read
    and regexp_replace(lower(strip_accents(slots.value)), '[^\p{L}\p{N}]+', '', 'g')
    <> regexp_replace(lower(strip_accents(slots.html_value)), '[^\p{L}\p{N}]+', '', 'g')
union all
select
    slots.message_key,
    'tracking_link' as field,
    regexp_extract(slots.value, 'https?://\S+') as value,
    contents.link_slot_target as html_value
from private.mail_slots as slots
inner join private.mail_contents as contents using (message_key)
where
    slots.slot = 'TRACKING_LINK'
    and contents.link_slot_target like 'http%'
    and regexp_extract(slots.value, 'https?://\S+') not in ('', contents.link_slot_target)
union all
select
    message_key,
    'part' as field,
    if(list_contains(flags, 'plain_empty'), '', texts.text) as value,
    if(texts.html_text = '', '', texts.text) as html_value
from private.messages as texts
inner join staging.messages using (message_key)
where list_contains(flags, 'plain_empty') or texts.html_text = ''
