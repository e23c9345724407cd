-- Which paths show all of a shop's mails of a kind, and from when until when?
-- grain: one row per shop, path and kind of mail
-- key: shop, path, kind
with by_role as ( -- what the shop sends by itself lies in an archive, what people answer with them
    select kinds.kind, roles.role
    from facts.sent_kinds as kinds
    inner join (
        values ('archive', false), ('sent', false), ('replies', true), ('sent', true)
    ) as roles (role, is_by_people) using (is_by_people)
),

archives as ( -- a copy that was not read yet is no sign of mails that are not archived
    select shop, min(read_until) as read_until
    from staging.coverage
    where role in ('archive', 'sent')
    group by shop
),

by_events as ( -- a provider that names order and kind shows those mails from the first on
    select
        told.shop,
        told.path,
        told.kind,
        min(told.accepted_at) as first_at
    from facts.told_orders as told
    inner join facts.logged_order_mails as mails using (shop, order_id, mail_key, kind)
    left join archives using (shop)
    where told.accepted_at <= coalesce(archives.read_until, told.accepted_at)
    group by told.shop, told.path, told.kind
)

select
    coverage.shop, coverage.path, by_role.kind, false as is_by_events,
    coverage.read_from, coverage.read_until, coverage.live_from_at
from staging.coverage as coverage
inner join by_role using (role)
union all
select
    coverage.shop, coverage.path, by_events.kind, true as is_by_events,
    greatest(coverage.read_from, by_events.first_at) as read_from,
    -- what was sent since the newest event may still be under way to us
    least(coverage.read_until, coverage.newest_item_at) as read_until,
    coverage.live_from_at
from staging.coverage as coverage
inner join by_events using (shop, path)
