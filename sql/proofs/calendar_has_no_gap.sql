-- Within a UTC day the rows of a shop's calendar follow one another without gap or overlap.
select shop, utc_day, from_at, until_at
from (
    select
        *,
        coalesce(
            lag(until_at) over (partition by shop, utc_day order by from_at),
            cast(utc_day as timestamp)
        ) as reached_at,
        coalesce(
            lead(from_at) over (partition by shop, utc_day order by from_at),
            cast(utc_day as timestamp) + interval 1 day
        ) as next_at
    from steps.calendar
) as neighbours
where from_at <> reached_at or until_at <> next_at or until_at <= from_at
