-- How far apart may two messages be and still belong to one conversation?
-- grain: one row per shop, known by the settings or only by its records
-- key: shop
with shops as (
    select shop, shop as held_by from seeds.shops
    union
    select found.shop, 'all' as held_by
    from (select shop from staging.messages union select shop from staging.tickets) as found
    left join seeds.shops as known using (shop)
    where known.shop is null and found.shop is not null
    union
    select '' as shop, 'all' as held_by
)

select
    shops.shop,
    max(periods.value_seconds) filter (where periods.name = 'conversation_within')
        as conversation_seconds,
    max(periods.value_seconds) filter (where periods.name = 'likely_within') as likely_seconds,
    max(periods.value_seconds) filter (where periods.name = 'same_message_within')
        as same_message_seconds
from shops
inner join staging.target_periods as periods on shops.held_by = periods.shop
-- these are no promises to customers: the newest holds for all time
where periods.valid_until_day = date '9999-12-31'
group by shops.shop
