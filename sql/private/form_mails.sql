-- Which mails did a form service send, on behalf of whoever filled in the form?
-- grain: one row per such mail
-- key: message_key
with senders as ( -- a service is listed by a whole address or by @domain
    select
        message_key,
        coalesce(received_at, sent_at) as happened_at,
        unnest([
            lower(trim(from_address)), '@' || split_part(lower(trim(from_address)), '@', 2)
        ]) as address
    from raw.messages
)

select distinct senders.message_key
from senders
inner join seeds.contact_forms as forms on lower(trim(forms.address)) = senders.address
left join private.message_places as places on places.message_key = senders.message_key
left join private.message_addressees as addressees on addressees.message_key = senders.message_key
where
    forms.shop in ('*', coalesce(places.place_shop, addressees.own_shop))
    and (
        senders.happened_at is null
        or cast(senders.happened_at as date) >= forms.valid_from_day
    )
