-- Under which name may each team's replies be shown?
-- grain: one row per team of the settings
-- key: team
-- No breakdown for groups under 5, nowhere: that number is no setting, so that nobody lowers it.
-- Smaller teams are shown together as "others". What "others" did is also all less what the rest
-- did: where they are under 5 together, the smallest larger team goes with them.
with sizes as (
    select team, count(distinct lower(trim(address))) as people
    from seeds.teams
    group by team
),

ranked as (
    select
        team,
        people,
        sum(case when people < 5 then people else 0 end) over () as people_in_small,
        row_number() over (partition by people >= 5 order by people, team) as place
    from sizes
)

select
    team,
    people,
    case
        when people_in_small between 1 and 4 and bool_or(people >= 5) over () is not true then ''
        when people < 5 then 'others'
        when people_in_small between 1 and 4 and place = 1 then 'others'
        else team
    end as shown_as
from ranked
