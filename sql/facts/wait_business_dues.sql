-- When will the shop have been open for as long as a wait may take?
-- grain: one row per wait that is judged in business seconds
-- key: wait_id
-- A wait that may take until a window's end is due at that end, not when the next one begins.
with sought as (
    select
        wait_id,
        shop,
        started_at,
        open_seconds + target_seconds as due_seconds,
        open_seconds + soon_after_seconds as soon_seconds
    from facts.wait_targets
    where clock = 'business'
)

select
    sought.wait_id,
    case -- null: the shop does not open for so long as far as the calendar reaches
        when due.from_at is not null
            then greatest(
                sought.started_at,
                due.from_at + (sought.due_seconds - due.after_seconds) * interval 1 second
            )
    end as due_at,
    case
        when due.from_at is not null
            then greatest(
                sought.started_at,
                soon.from_at + (sought.soon_seconds - soon.after_seconds) * interval 1 second
            )
    end as due_soon_at
from sought
left join facts.open_windows as due
    on
        sought.shop = due.shop
        and cast(floor(sought.due_seconds / 86400) as bigint) = due.open_block
        and sought.due_seconds > due.after_seconds
        and sought.due_seconds <= due.upto_seconds
left join facts.open_windows as soon
    on
        sought.shop = soon.shop
        and cast(floor(sought.soon_seconds / 86400) as bigint) = soon.open_block
        and sought.soon_seconds > soon.after_seconds
        and sought.soon_seconds <= soon.upto_seconds
