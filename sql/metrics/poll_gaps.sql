-- How long is it usually from one look at a source to the next?
-- grain: one row per source
-- key: source
with looks as (
    select distinct source, polled_at from raw.polls
),

gaps as (
    select
        source,
        seconds_between(
            lag(polled_at) over (partition by source order by polled_at), polled_at
        ) as gap_seconds
    from looks
)

select source, percentile_cont(0.5) within group (order by gap_seconds) as usual_seconds
from gaps
group by source
