-- Which parcels is each mail about that announces, follows or delays one?
-- grain: one row per mail about a parcel, and parcel (one mail can name several)
-- key: shop, message_key, shipment_id
with pairs as (
    select
        mails.message_key,
        mails.kind,
        mails.accepted_at,
        parcels.shop,
        parcels.order_id,
        parcels.shipment_id,
        parcels.left_at,
        coalesce(list_contains(signs.named_numbers, parcels.number_key), false) as is_named
    from facts.order_mails as mails
    left join private.mail_signs as signs using (message_key)
    inner join facts.parcel_clocks as parcels
        on parcels.shop = mails.shop and parcels.order_id = mails.order_id
    where mails.kind in ('shipping_notice', 'delivery_update', 'delay_notice')
),

marked as (
    select
        *,
        bool_or(is_named) over (partition by message_key) as names_one,
        bool_or(is_named and kind = 'shipping_notice') over (partition by shop, shipment_id)
            as has_own_mail
    from pairs
),

-- a mail without a known number is about the next parcel that no mail names, if there is one
open_pairs as (
    select *, bool_and(has_own_mail) over (partition by message_key) as are_all_named
    from marked
    where not names_one and kind <> 'delay_notice' -- unless it names one, it delays the order
),

placed as (
    select
        shop,
        message_key,
        shipment_id,
        dense_rank() over (partition by shop, order_id, kind order by accepted_at, message_key)
            as mail_place,
        row_number() over (partition by message_key order by left_at, shipment_id)
            as parcel_place,
        count(*) over (partition by message_key) as parcels
    from open_pairs
    where are_all_named or not has_own_mail
)

select shop, message_key, shipment_id, true as is_named
from marked
where is_named
union all
select shop, message_key, shipment_id, false as is_named
from placed
where parcel_place = least(mail_place, parcels)
