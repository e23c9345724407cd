-- What does the plain form of each mail say otherwise than its HTML form?
-- grain: one row per mail and field, or `part` where one of both is empty
-- key: message_key, field
with keyed as ( -- most are equal by every letter
    select
        slots.message_key,
        fields.field,
        slots.value,
        slots.html_value,
        if(slots.value = slots.html_value, '', regexp_replace(
            lower(strip_accents(slots.value)), '[^\p{L}\p{N}]+', '', 'g')) as value_key,
        if(slots.value = slots.html_value, '', regexp_replace(
            lower(strip_accents(slots.html_value)), '[^\p{L}\p{N}]+', '', 'g')) as html_key
    from private.mail_slots as slots
    inner join seeds.slot_fields as fields using (slot)
    where
        slots.value <> slots.html_value and slots.value <> '' and slots.html_value <> ''
        and fields.field <> 'tracking_link' -- a button has no address to read
),

halves as (
    select message_key, list_contains(flags, 'plain_empty') as is_plain_empty,
        texts.html_text = '' as is_html_empty
    from private.messages as texts
    inner join staging.messages using (message_key)
    where list_contains(flags, 'plain_empty') or texts.html_text = ''
)

select message_key, field, value, html_value
from keyed
where
    value_key <> html_key
    -- of several numbers one form may show them on lines of their own
    and not (field = 'tracking_number' and contains(html_key, value_key))
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
    and regexp_matches(slots.value, 'https?://')
    and not list_contains(
        regexp_extract_all(slots.value, 'https?://\S+'), contents.link_slot_target
    )
union all
select
    message_key,
    'part' as field,
    if(halves.is_plain_empty, '', texts.text) as value,
    if(halves.is_html_empty, '', texts.text) as html_value
from halves
inner join private.messages as texts using (message_key)
