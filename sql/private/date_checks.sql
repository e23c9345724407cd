-- Which day of delivery does each mail state, and can it be?
-- grain: one row per mail that states a day, and parcel that it tells of
-- key: message_key, parcel
with stated as (
    select
        said.message_key,
        said.shop,
        said.kind,
        said.local_day,
        said.country,
        said.delivery_date as value,
        days.from_day,
        days.last_day,
        days.is_reversed
    from private.mail_values as said
    inner join private.stated_days as days
        on
            days.shop = said.shop
            and days.local_day = said.local_day
            and days.value = said.delivery_date
    union all
    -- a delay is often told in a sentence
    select
        said.message_key,
        said.shop,
        said.kind,
        said.local_day,
        said.country,
        cast(null as varchar) as value,
        cast(null as date) as from_day,
        max(made.until_day) as last_day,
        false as is_reversed
    from private.mail_values as said
    inner join steps.mail_promises as made using (message_key)
    where
        said.kind = 'delay_notice'
        and made.kind = 'deliver'
        and not coalesce(list_contains(said.wanted, 'ESTIMATED_DELIVERY_DATE'), false)
    group by said.message_key, said.shop, said.kind, said.local_day, said.country
)

select
    stated.*,
    coalesce(parcels.shipment_id, '') as parcel,
    parcels.shipment_id,
    parcels.promised_day,
    case
        when stated.is_reversed then 'end_before_start'
        when stated.last_day < stated.local_day then 'past'
        when stated.last_day < parcels.shipped_day then 'before_shipping'
        when stated.last_day > stated.local_day + 60 then 'too_far'
        when closed.day is not null then 'holiday'
    end as fault
from stated
left join private.mail_parcels as parcels using (message_key)
left join steps.national_holidays as closed
    on closed.country = stated.country and closed.day = stated.last_day
where stated.last_day is not null or stated.is_reversed
