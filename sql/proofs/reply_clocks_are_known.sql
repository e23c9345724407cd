-- Every reply clock is clock or business, and gives some time for the answer.
select shop, channel, valid_from_day, clock, target_seconds
from seeds.reply_clocks
where lower(trim(coalesce(clock, ''))) not in ('clock', 'business') or target_seconds <= 0
