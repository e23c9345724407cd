-- What became of each mail that had to be sent, for whom, and how long did it take?
-- grain: one row per order, parcel, order and kind of further mail, and order mail that was sent
-- key: members, shop, member_id
select
    'confirmations' as members, 'confirmation' as clock,
    shop, order_id as member_id, placed_at as belongs_at,
    coalesce(channel, 'unknown') as channel, coalesce(locale, 'unknown') as locale,
    verdict, excluded_reason,
    case when verdict in ('on_time', 'late') then latency_seconds end as seconds
from facts.order_confirmations
union all by name
select
    'shipping_notices' as members, 'shipping_mail' as clock,
    shop, shipment_id as member_id, shipped_at as belongs_at,
    coalesce(channel, 'unknown') as channel, coalesce(locale, 'unknown') as locale,
    coalesce(carrier, 'unknown') as carrier, rung, lost_reason,
    verdict, excluded_reason,
    case
        when verdict in ('excluded', 'waiting', 'unknown') then verdict
        when is_covered then 'covered'
        when not is_covered then 'lost'
        else 'unknown'
    end as tracking_verdict,
    case when verdict in ('on_time', 'late') then latency_seconds end as seconds
from facts.shipping_notices
union all by name
select
    'order_notices' as members, 'notice' as clock,
    shop, order_id || ' ' || mail_kind as member_id, clock_starts_at as belongs_at,
    coalesce(channel, 'unknown') as channel, coalesce(locale, 'unknown') as locale,
    verdict, excluded_reason,
    case when verdict in ('on_time', 'late') then latency_seconds end as seconds
from facts.order_notices
union all by name
select
    'order_mails' as members, 'order_mail' as clock,
    shop, message_key as member_id, sent_at as belongs_at,
    coalesce(channel, 'unknown') as channel, coalesce(locale, 'unknown') as locale, verdict
from cases.mail_verdicts
