-- Which number, link and carrier does each mail give for each parcel that it tells of?
-- grain: one row per mail that can give tracking, and parcel; one without parcel if none is known
-- key: message_key, parcel
with mails as (
    select
        said.*,
        records.order_id,
        nullif(upper(regexp_replace(said.tracking_number, '[^0-9A-Za-z]', '', 'g')), '')
            as slot_key,
        parcels.shipment_id,
        parcels.number_key as parcel_number,
        parcels.carrier_key as parcel_carrier
    from private.mail_values as said
    inner join private.mail_records as records using (message_key)
    left join private.mail_parcels as parcels using (message_key)
    where
        said.kind in ('shipping_notice', 'delivery_update', 'delay_notice')
        or concat(said.tracking_number, said.tracking_link, said.link_target) <> ''
),

known as ( -- where the number is not that of the parcel, or the link holds another
    select parcels.shop, parcels.order_id, list(distinct parcels.number_key) as numbers
    from mails
    inner join staging.shipments as parcels
        on parcels.shop = mails.shop and parcels.order_id = mails.order_id
    where
        parcels.number_key is not null
        and (mails.parcel_number is distinct from mails.slot_key
            or not coalesce(contains(mails.link_target, mails.parcel_number), false))
    group by parcels.shop, parcels.order_id
)

select
    mails.message_key, coalesce(mails.shipment_id, '') as parcel, mails.shipment_id,
    mails.shop, mails.order_id, mails.kind,
    mails.parcel_number, mails.slot_key, mails.parcel_carrier,
    coalesce(list_sort(known.numbers), nullif([mails.parcel_number], [null])) as numbers,
    case -- several numbers of the order may stand there
        when mails.slot_key = mails.parcel_number then true
        when mails.slot_key is null or known.numbers is null then null
        when list_contains(known.numbers, mails.slot_key) then true
        else list_has_all(known.numbers, written_numbers(mails.tracking_number))
    end as is_of_order,
    nullif(trim(mails.tracking_number), '') as number,
    mails.carrier,
    stated.carrier_key as told_carrier,
    coalesce(mails.parcel_carrier, stated.carrier_key, '') as carrier_key, -- '' is not known
    mails.tracking_link,
    mails.link_target,
    coalesce(nullif(regexp_extract(mails.link_target, '^[^/?#]*//[^/?#]*'), ''),
        left(mails.link_target, 60)) as link_start,
    mails.delivery_date
from mails
left join known using (shop, order_id)
left join private.carrier_names as stated on stated.name = mails.carrier
