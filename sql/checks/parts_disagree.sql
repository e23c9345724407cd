-- PARTS_DISAGREE: The plain and the HTML form of the mail say different things.
-- needs: archive of sent mail
-- owner: customer support
-- do: Fill both forms of the template from the same values.
-- version: 1
with compared as (
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
)

select
    'mail ' || mails.message_key || ' ' || compared.field as identity,
    mails.shop,
    mails.order_id,
    mails.message_key,
    'major' as severity,
    compared.field,
    'the same in both forms' as expected,
    if(compared.field = 'part', 'one form is empty', 'two values') as observed,
    'plain text beside HTML' as evidence,
    left(compared.value, 200) as expected_value,
    left(compared.html_value, 200) as observed_value,
    left(compared.html_value, 200) as span,
    mails.accepted_at as found_at
from facts.judged_mails as mails
inner join compared using (message_key)
where mails.cut_field is null
