-- Which number, link and carrier does each mail give for each parcel that it tells of?
-- grain: one row per mail that can give tracking, and parcel; one without parcel if none is known
-- key: message_key, shipment_id
with known as (
    select shop, order_id, list(distinct number_key order by number_key) as numbers
    from staging.shipments
    where number_key is not null
    group by shop, order_id
),

mails as (
    select
        said.*,
        records.order_id,
        nullif(upper(regexp_replace(said.tracking_number, '[^0-9A-Za-z]', '', 'g')), '')
            as slot_key
    from private.mail_values as said
    inner join private.mail_records as records using (message_key)
    where
        said.kind in ('shipping_notice', 'delivery_update', 'delay_notice')
        or concat(said.tracking_number, said.tracking_link, said.link_target) <> ''
)

select
    mails.message_key,
    mails.shop,
    mails.order_id,
    mails.kind,
    parcels.shipment_id,
    parcels.number_key as parcel_number,
    known.numbers,
    mails.slot_key,
    case -- several numbers of the order may stand there
        when mails.slot_key is null or known.numbers is null then null
        when list_contains(known.numbers, mails.slot_key) then true
        else list_has_all(known.numbers, written_numbers(mails.tracking_number))
    end as is_of_order,
    not coalesce(list_contains(known.numbers, mails.slot_key), true) as is_several,
    nullif(trim(mails.tracking_number), '') as number,
    mails.carrier,
    stated.carrier_key as told_carrier,
    theirs.carrier_key as parcel_carrier,
    coalesce(theirs.carrier_key, stated.carrier_key, '') as carrier_key, -- '' is not known
    mails.tracking_link,
    mails.link_target,
    coalesce(
        nullif(regexp_extract(mails.link_target, '^[^/?#]*//[^/?#]*'), ''),
        left(mails.link_target, 60)
    ) as link_start,
    mails.delivery_date
from mails
left join known using (shop, order_id)
left join private.mail_parcels as parcels using (message_key)
left join private.carrier_names as stated on stated.name = mails.carrier
left join private.carrier_names as theirs on theirs.name = parcels.carrier
