-- From when until when does each witness of sent confirmations speak in each shop?
-- grain: one row per shop and witness that is connected
-- key: shop, witness
with archives as (
    select
        shop, 'archive' as witness,
        max(read_from) as read_from, min(read_until) as read_until,
        bool_and(read_from is not null and read_until is not null) as is_seen
    from facts.kind_paths
    where kind = 'order_confirmation' and not is_by_events
    group by shop
),

through_log as ( -- a log that never showed one says nothing about mails that take another way
    select distinct shop
    from facts.order_mails
    where kind = 'order_confirmation' and accepted_by in ('log', 'events')
),

logs as (
    select
        coverage.shop, 'log' as witness,
        max(coverage.read_from) as read_from, min(coverage.read_until) as read_until,
        bool_and(coverage.read_from is not null and coverage.read_until is not null) as is_seen
    from staging.coverage as coverage
    inner join through_log using (shop)
    where coverage.role = 'log'
    group by coverage.shop
)

select shop, witness, read_from, read_until from archives where is_seen
union all
select shop, witness, read_from, read_until from logs where is_seen
