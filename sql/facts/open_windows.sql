-- Between which open seconds does each opening of a shop lie, so that a moment can be sought?
-- grain: one row per opening (within a UTC day) and 86,400 open seconds that it touches
-- key: shop, open_block, from_at
-- Blocks are there to be joined on: an opening is no longer than a day and touches two at most.
with openings as (
    select
        shop,
        from_at,
        open_seconds_before as after_seconds,
        open_seconds_before + seconds_between(from_at, until_at) as upto_seconds
    from steps.open_hours
    where is_open
)

select shop, cast(floor(after_seconds / 86400) as bigint) as open_block, from_at,
    after_seconds, upto_seconds
from openings
union
select shop, cast(floor(upto_seconds / 86400) as bigint) as open_block, from_at,
    after_seconds, upto_seconds
from openings
