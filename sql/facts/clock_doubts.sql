-- By how much may times of each shop be wrong? No verdict of lateness rests on less.
-- grain: one row per shop
-- key: shop
select
    shops.shop,
    coalesce(max(offsets.behind_seconds) filter (where offsets.pairing <> 'asked_answered'), 0)
        as mail_seconds,
    coalesce(max(offsets.behind_seconds) filter (where offsets.pairing = 'asked_answered'), 0)
        as reply_seconds
from seeds.shops as shops
left join facts.clock_offsets as offsets on offsets.shop = shops.shop
group by shops.shop
