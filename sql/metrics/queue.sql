-- How many customers wait for an answer now?
-- grain: one row per shop, and one for all
-- key: shop
select
    held_by.shop,
    count(case when waits.queue = 'overdue' then 1 end) as overdue,
    count(case when waits.queue = 'due_soon' then 1 end) as due_soon,
    count(case when waits.queue = 'open' then 1 end) as open,
    count(case when waits.outcome = 'unknown' then 1 end) as unknown,
    min(case when waits.queue in ('overdue', 'due_soon', 'open') then waits.started_at end)
        as oldest_started_at
from metrics.shops_and_all as held_by
left join facts.waits as waits
    on
        held_by.member_shop = waits.shop
        and waits.not_counted_reason is null
        and not waits.is_history
group by held_by.shop
