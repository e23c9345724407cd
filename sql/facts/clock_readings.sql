-- When did two clocks see the same mail, one of them surely before the other?
-- grain: one row per pair of clocks and mail that both saw
-- key: shop, earlier_clock, later_clock, pairing, mail_key
with taken as ( -- by which server's clock each mail was first taken
    select mail_key, min(accepted_at) as accepted_at, arg_min(path, accepted_at) as path
    from staging.mail_lives
    group by mail_key
),

placed as (
    select places.message_key, places.path, min(mails.received_at) as received_at
    from staging.message_locations as places
    inner join staging.messages as mails using (message_key)
    group by places.message_key, places.path
),

archived as (
    select
        mails.message_key,
        coalesce(mails.message_id, mails.message_key) as mail_key,
        mails.shop,
        placed.path,
        placed.received_at,
        mails.sent_at
    from staging.messages as mails
    inner join placed using (message_key)
    where mails.direction = 'outgoing'
),

pairs as (
    select
        mails.shop,
        orders.source as earlier_clock,
        coalesce(taken.path, archived.path) as later_clock,
        'ordered_confirmed' as pairing,
        mails.mail_key,
        seconds_between(orders.placed_at, mails.accepted_at) as seconds
    from facts.order_mails as mails
    inner join staging.orders as orders using (shop, order_id)
    left join taken using (mail_key)
    left join archived using (mail_key)
    where mails.kind = 'order_confirmation'
    union all
    select
        archived.shop, taken.path as earlier_clock, archived.path as later_clock,
        'taken_archived' as pairing, archived.mail_key,
        seconds_between(taken.accepted_at, archived.received_at) as seconds
    from archived
    inner join taken using (mail_key)
    union all
    select
        archived.shop, concat('Date of mails in ', archived.path) as earlier_clock,
        coalesce(taken.path, archived.path) as later_clock,
        'written_taken' as pairing, archived.mail_key,
        seconds_between(
            archived.sent_at, coalesce(taken.accepted_at, archived.received_at)
        ) as seconds
    from archived
    left join taken using (mail_key)
)

select * from pairs
where later_clock is not null and earlier_clock <> later_clock and abs(seconds) <= 86400
qualify row_number() over (
    partition by shop, earlier_clock, later_clock, pairing, mail_key order by seconds
) = 1
