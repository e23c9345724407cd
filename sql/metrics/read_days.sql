-- Of which days have we read every order, every parcel, every incoming mail?
-- grain: one row per shop (or all), kind of thing and local day
-- key: shop, members, day
with read_whole as (
    select
        coverage.shop,
        feeds.members,
        case when bool_and(coverage.read_until is not null) then min(coverage.read_until) end
            as read_until
    from staging.coverage as coverage
    inner join (
        values
            ('confirmations', 'orders'), ('shipping_notices', 'shipments'), ('waits', 'inbox'),
            ('waits', 'helpdesk'), ('escalations', 'inbox'), ('escalations', 'helpdesk'),
            ('order_notices', 'orders'), ('promises', 'shipments'), ('order_mails', 'archive'),
            ('order_mails', 'sent')
    ) as feeds (members, role) on coverage.role = feeds.role
    group by coverage.shop, feeds.members
),

days as (
    select shop, local_day as day, week_start_day, max(until_at) as ends_at
    from steps.calendar
    group by shop, local_day, week_start_day
)

select
    held_by.shop,
    read_whole.members,
    days.day,
    days.week_start_day,
    bool_and(coalesce(days.ends_at <= read_whole.read_until, false)) as is_read
from read_whole
inner join days on read_whole.shop = days.shop
inner join metrics.shops_and_all as held_by on read_whole.shop = held_by.member_shop
group by held_by.shop, read_whole.members, days.day, days.week_start_day
