-- How far do the clocks of two sources surely disagree?
-- What came later by its nature must not be dated earlier; of the times between the two the lowest
-- twentieth counts, so that single errors move nothing. A delay alone proves nothing.
-- grain: one row per shop, pair of clocks, and what both saw
-- key: shop, earlier_clock, later_clock, pairing
with measured as (
    select
        shop,
        earlier_clock,
        later_clock,
        pairing,
        count(*) as mails,
        percentile_cont(0.05) within group (order by seconds) as low_seconds,
        percentile_cont(0.5) within group (order by seconds) as usual_seconds
    from (
        select shop, earlier_clock, later_clock, pairing, seconds from facts.mail_readings
        union all
        select shop, earlier_clock, later_clock, pairing, seconds from facts.answer_readings
    ) as readings
    group by shop, earlier_clock, later_clock, pairing
)

select
    shop,
    earlier_clock,
    later_clock,
    pairing,
    mails,
    usual_seconds,
    -- by how much the later clock is behind, at least; stamps of a log hold whole seconds
    case
        when mails < 20 then null
        when low_seconds > -1 then 0.0
        else round(-low_seconds)
    end as behind_seconds
from measured
