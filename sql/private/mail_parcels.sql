-- Which parcels does each mail tell of, and what was known of them when it was sent?
-- grain: one row per mail about a parcel, and parcel
-- key: message_key, shipment_id
with changed as ( -- the promise of a parcel with several versions
    select
        told.message_key,
        told.shipment_id,
        coalesce(
            arg_max(versions.promised_at, versions.version) filter (
                where versions.valid_from_at <= records.sent_at
            ),
            arg_min(versions.promised_at, versions.version)
        ) as promised_at
    from facts.parcels_in_mails as told
    inner join private.mail_records as records using (message_key)
    inner join staging.parcel_versions as versions
        on versions.shop = told.shop and versions.shipment_id = told.shipment_id
    where versions.promised_at is not null and versions.versions > 1
    group by told.message_key, told.shipment_id
),

promises as (
    select
        told.*,
        parcels.order_id,
        parcels.carrier,
        parcels.number_key,
        parcels.shipped_at,
        if(sole.versions = 1, sole.promised_at, changed.promised_at) as promised_at
    from facts.parcels_in_mails as told
    inner join staging.shipments as parcels using (shop, shipment_id)
    left join staging.parcel_versions as sole
        on sole.shop = told.shop and sole.shipment_id = told.shipment_id and sole.versions = 1
    left join changed using (message_key, shipment_id)
)

select
    told.message_key,
    told.shop,
    told.shipment_id,
    told.is_named,
    told.order_id,
    names.carrier_key,
    told.number_key,
    told.promised_at,
    promised.local_day as promised_day,
    coalesce(shipped.local_day, cast(told.shipped_at as date)) as shipped_day
from promises as told
left join private.carrier_names as names on names.name = told.carrier
left join steps.calendar as promised
    on promised.shop = told.shop and promised.utc_day = cast(told.promised_at as date)
        and told.promised_at >= promised.from_at
        and told.promised_at < promised.until_at
left join steps.calendar as shipped
    on shipped.shop = told.shop and shipped.utc_day = cast(told.shipped_at as date)
        and told.shipped_at >= shipped.from_at
        and told.shipped_at < shipped.until_at
