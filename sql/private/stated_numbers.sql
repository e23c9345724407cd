-- Which number, link and carrier does each mail give for each parcel that it tells of?
-- grain: one row per mail that can give tracking, and parcel; one without parcel if none is known
-- key: message_key, parcel
with apart as ( -- 1234 5678 90: what was read as the number may be its beginning
    select distinct mails.message_key, mails.parcel_number
    from private.told_numbers as mails
    inner join private.messages as texts using (message_key)
    where
        mails.slot_key <> mails.parcel_number
        and starts_with(mails.parcel_number, mails.slot_key)
        and contains(regexp_replace(
            upper(texts.text), 'HTTPS?://\S+|[^0-9A-Z]', '', 'g'), mails.parcel_number)
),

known as ( -- where the number is not that of the parcel, or the link holds another
    select parcels.shop, parcels.order_id, list(distinct parcels.number_key) as numbers
    from private.told_numbers as mails inner join staging.shipments as parcels using (shop, order_id)
    where
        parcels.number_key is not null
        and (mails.parcel_number is distinct from mails.slot_key
            or not coalesce(contains(mails.link_target, mails.parcel_number), false))
    group by parcels.shop, parcels.order_id
)

select
    mails.message_key, mails.parcel, mails.shipment_id,
    mails.shop, mails.order_id, mails.kind,
    mails.parcel_number, mails.slot_key, mails.parcel_carrier,
    coalesce(list_sort(known.numbers), nullif([mails.parcel_number], [null])) as numbers,
    case -- several numbers of the order may stand there
        when mails.slot_key = mails.parcel_number or apart.message_key is not null then true
        when mails.slot_key is null or known.numbers is null then null
        when list_contains(known.numbers, mails.slot_key) then true
        else list_has_all(known.numbers, written_numbers(mails.tracking_number))
    end as is_of_order,
    coalesce(apart.parcel_number, nullif(trim(mails.tracking_number), '')) as number,
    mails.carrier,
    stated.carrier_key as told_carrier,
    coalesce(mails.parcel_carrier, stated.carrier_key, '') as carrier_key, -- '' is not known
    mails.tracking_link,
    mails.link_target,
    coalesce(nullif(regexp_extract(mails.link_target, '^[^/?#]*//[^/?#]*'), ''),
        left(mails.link_target, 60)) as link_start,
    mails.delivery_date
from private.told_numbers as mails
left join known using (shop, order_id)
left join apart using (message_key, parcel_number)
left join private.carrier_names as stated on stated.name = mails.carrier
