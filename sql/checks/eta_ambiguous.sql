-- ETA_AMBIGUOUS: The day of delivery can be read in two ways.
-- needs: archive of sent mail
-- owner: shipping
-- do: Write the month as a word, and the year.
-- version: 1
with days as (
    select
        said.message_key,
        said.delivery_date as value,
        stated.last_day,
        stated.is_two_ways and said.language = 'en' as is_two_ways,
        -- far off it is implausible already
        stated.is_other_year and stated.last_day <= said.local_day + interval 60 day as has_no_year
    from private.mail_values as said
    inner join private.stated_days as stated
        on
            stated.shop = said.shop
            and stated.local_day = said.local_day
            and stated.value = said.delivery_date
    where not said.is_truncated
)

select
    'mail ' || days.message_key || ' delivery_date' as identity,
    records.shop,
    records.order_id,
    cast(null as varchar) as shipment_id,
    days.message_key,
    cast(null as varchar) as wait_id,
    'minor' as severity,
    'delivery_date' as field,
    'a day that can be read in one way only' as expected,
    if(days.is_two_ways, 'day and month can change places', 'another year without its number')
        as observed,
    if(days.is_two_ways, 'two numbers up to 12', 'the day lies in another year than the mail')
        as evidence,
    days.value as observed_value,
    left(days.value, 200) as span,
    records.sent_at as found_at
from days
inner join private.mail_records as records using (message_key)
where days.is_two_ways or days.has_no_year
