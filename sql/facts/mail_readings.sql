-- When did two clocks see the same mail, one of them surely before the other?
-- grain: one row per pair of clocks and mail that both saw
-- key: shop, earlier_clock, later_clock, pairing, mail_key
with pairs as (
    select
        mails.shop,
        orders.source as earlier_clock,
        coalesce(clocks.taken_by, clocks.copied_to) as later_clock,
        'ordered_confirmed' as pairing,
        mails.mail_key,
        seconds_between(orders.placed_at, mails.accepted_at) as seconds
    from facts.order_mails as mails
    inner join staging.orders as orders using (shop, order_id)
    inner join facts.mail_clocks as clocks using (mail_key)
    where mails.kind = 'order_confirmation'
    union all
    select
        shop, taken_by as earlier_clock, copied_to as later_clock, 'taken_archived' as pairing,
        mail_key, seconds_between(taken_at, copied_at) as seconds
    from facts.mail_clocks
    union all
    select
        shop, concat('Date of mails in ', copied_to) as earlier_clock,
        coalesce(taken_by, copied_to) as later_clock, 'written_taken' as pairing,
        mail_key, seconds_between(written_at, coalesce(taken_at, copied_at)) as seconds
    from facts.mail_clocks
)

select shop, earlier_clock, later_clock, pairing, mail_key, min(seconds) as seconds
from pairs
where
    shop is not null
    and abs(seconds) <= 86400 -- what is further apart is another matter than a clock
group by shop, earlier_clock, later_clock, pairing, mail_key
