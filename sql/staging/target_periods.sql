-- Which target held in which shop on which days?
-- grain: one row per shop (also "all", where only everybody's rows hold), target and period
-- key: shop, name, valid_from_day
with held_by as (
    select shops.shop from seeds.shops as shops
    union all
    select 'all' as shop
),

candidates as (
    select
        held_by.shop,
        targets.name,
        targets.value_seconds,
        targets.share,
        targets.value,
        coalesce(targets.valid_from_day, date '0001-01-01') as valid_from_day,
        targets.shop = held_by.shop as is_own
    from held_by
    inner join seeds.targets as targets on targets.shop in (held_by.shop, '*')
),

changes as (select distinct shop, name, valid_from_day from candidates),

chosen as ( -- the shop's own row holds over everybody's, then the youngest
    select
        changes.shop,
        changes.name,
        changes.valid_from_day,
        candidates.value_seconds,
        candidates.share,
        candidates.value
    from changes
    inner join candidates
        on
            changes.shop = candidates.shop
            and changes.name = candidates.name
            and changes.valid_from_day >= candidates.valid_from_day
    qualify row_number() over (
        partition by changes.shop, changes.name, changes.valid_from_day
        order by candidates.is_own desc, candidates.valid_from_day desc
    ) = 1
)

select
    chosen.shop,
    chosen.name,
    chosen.value_seconds,
    chosen.share,
    chosen.value,
    -- what was before the first target is held against it, too
    case
        when lag(chosen.valid_from_day) over earlier is null then date '0001-01-01'
        else chosen.valid_from_day
    end as valid_from_day,
    coalesce(lead(chosen.valid_from_day) over earlier, date '9999-12-31') as valid_until_day
from chosen
window earlier as (partition by chosen.shop, chosen.name order by chosen.valid_from_day)
