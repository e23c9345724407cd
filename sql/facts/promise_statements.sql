-- What was ever said about when an order, a line or a parcel would be shipped or delivered?
-- grain: one row per statement of a record's version or of a mail, and what it is about
-- key: shop, order_id, shipment_id, line_id, kind, made_in, said_in
with days as (
    select shop, local_day, min(from_at) as day_starts_at
    from steps.calendar
    group by shop, local_day
),

records as (
    select
        said.shop, said.order_id, said.record, said.part_id, said.kind, said.until_at,
        said.made_at, said.version,
        coalesce(calendar.local_day, cast(said.until_at as date)) as until_day
    from staging.record_promises as said
    left join steps.calendar as calendar
        on
            calendar.shop = said.shop
            and calendar.utc_day = cast(said.until_at as date)
            and said.until_at >= calendar.from_at
            and said.until_at < calendar.until_at
)

select
    records.shop,
    records.order_id,
    case records.record when 'shipments' then records.part_id else '' end as shipment_id,
    case records.record when 'items' then records.part_id else '' end as line_id,
    records.kind,
    cast(null as timestamp) as from_at,
    records.until_at,
    records.until_day,
    coalesce(days.day_starts_at, cast(records.until_day as timestamp)) as day_starts_at,
    'record' as made_in,
    records.made_at,
    cast(null as varchar) as message_key,
    cast(records.version as varchar) as said_in
from records
left join days on days.shop = records.shop and days.local_day = records.until_day
union all
select
    mails.shop, mails.order_id,
    coalesce(parcels.shipment_id, '') as shipment_id, '' as line_id,
    said.kind, said.from_at, said.until_at, said.until_day, said.day_starts_at,
    mails.kind as made_in, mails.accepted_at as made_at, mails.message_key,
    mails.message_key as said_in
from steps.mail_promises as said
inner join facts.order_mails as mails using (message_key)
left join facts.parcels_in_mails as parcels
    on parcels.message_key = mails.message_key and said.kind = 'deliver'
left join facts.parcel_clocks as clocks
    on clocks.shop = mails.shop and clocks.shipment_id = parcels.shipment_id
where
    coalesce(mails.was_delivered, true)
    and said.number_key in ('', coalesce(clocks.number_key, said.number_key))
-- what a mail says of one of its parcels holds over what it says of all
qualify row_number() over (
    partition by mails.message_key, said.kind, parcels.shipment_id order by said.number_key desc
) = 1
