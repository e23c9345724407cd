-- Which of tracking number, link and date stand in their slots in each mail?
-- grain: one row per mail that fits a template with any of these slots
-- key: message_key
with slots as (
    select
        said.message_key,
        said.slot,
        coalesce(trim(said.value), '') <> '' and not coalesce(unread.is_empty, false) as is_filled,
        case
            when said.slot <> 'TRACKING_LINK' then null
            when trim(contents.link_slot_target) <> '' then true
            else regexp_matches(said.value, '(?i)https?://')
        end as leads_somewhere
    from private.mail_slots as said
    inner join private.mail_contents as contents using (message_key)
    left join facts.unread_slots as unread using (message_key, slot)
    where
        said.slot in ('TRACKING_NUMBER', 'TRACKING_LINK', 'ESTIMATED_DELIVERY_DATE')
        and contents.how in ('template', 'default')
)

select -- null: the template has no such slot, or it was not read
    message_key,
    bool_or(is_filled) filter (where slot = 'TRACKING_NUMBER') as has_number,
    bool_or(is_filled and coalesce(leads_somewhere, false)) filter (where slot = 'TRACKING_LINK')
        as has_link,
    bool_or(is_filled) filter (where slot = 'ESTIMATED_DELIVERY_DATE') as has_date
from slots
group by message_key
