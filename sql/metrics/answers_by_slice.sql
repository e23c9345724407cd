-- How often was each promise kept, in all and by channel, carrier and locale?
-- grain: one row per shop (or all), day, measure and slice
-- key: shop, day, measure, dimension, dimension_value
with sliced as (
    select
        held_by.shop,
        answers.day,
        answers.week_start_day,
        answers.measure,
        slices.dimension,
        answers.answer,
        answers.items,
        case slices.dimension
            when 'channel' then answers.channel
            when 'carrier' then answers.carrier
            when 'locale' then answers.locale
            else 'all'
        end as dimension_value
    from metrics.five_answers_daily as answers
    inner join metrics.shops_and_all as held_by on answers.shop = held_by.member_shop
    cross join (values ('all'), ('channel'), ('carrier'), ('locale')) as slices (dimension)
)

select
    shop,
    day,
    week_start_day,
    measure,
    dimension,
    dimension_value,
    cast(coalesce(sum(case when answer = 'yes' then items end), 0) as bigint) as numerator,
    cast(coalesce(sum(case when answer in ('yes', 'no') then items end), 0) as bigint)
        as denominator,
    cast(coalesce(sum(case when answer = 'excluded' then items end), 0) as bigint) as excluded,
    cast(coalesce(sum(case when answer = 'undecided' then items end), 0) as bigint) as undecided,
    cast(coalesce(sum(case when answer = 'unknown' then items end), 0) as bigint) as unknown
from sliced
where dimension_value is not null
group by shop, day, week_start_day, measure, dimension, dimension_value
