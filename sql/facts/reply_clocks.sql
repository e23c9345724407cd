-- By which clock, and in how many of its seconds, must whoever asks by a channel be answered?
-- grain: one row per shop, channel by which somebody asked, and span of days without a change
-- key: shop, asked_by, valid_from_day
with ways as (select distinct shop, asked_by from facts.inquiries),

fitting as (
    select
        ways.shop,
        ways.asked_by,
        lower(trim(clocks.clock)) as clock,
        clocks.target_seconds, -- empty: the reply_target of the day
        coalesce(clocks.valid_from_day, date '0001-01-01') as valid_from_day,
        -- what a shop says of all its channels weighs more than what all shops say of one
        case when clocks.shop = ways.shop then 2 else 0 end
        + case when lower(trim(clocks.channel)) = ways.asked_by then 1 else 0 end as said
    from ways
    inner join seeds.reply_clocks as clocks
        on clocks.shop in (ways.shop, '*') and lower(trim(clocks.channel)) in (ways.asked_by, '*')
),

changes as (select distinct shop, asked_by, valid_from_day from fitting),

chosen as ( -- the row that says most, then the youngest
    select
        changes.shop, changes.asked_by, changes.valid_from_day, fitting.clock,
        fitting.target_seconds
    from changes
    inner join fitting using (shop, asked_by)
    where fitting.valid_from_day <= changes.valid_from_day
    qualify row_number() over (
        partition by changes.shop, changes.asked_by, changes.valid_from_day
        order by fitting.said desc, fitting.valid_from_day desc
    ) = 1
)

select
    shop, asked_by, clock, target_seconds,
    -- what was before the first clock is held against it, too
    case
        when lag(valid_from_day) over earlier is null then date '0001-01-01' else valid_from_day
    end as valid_from_day,
    coalesce(lead(valid_from_day) over earlier, date '9999-12-31') as valid_until_day
from chosen
window earlier as (partition by shop, asked_by order by valid_from_day)
