-- Which lists of goods in order mails are not line by line those of the order, all in one parcel?
-- grain: one row per mail whose list is to be looked at closely
-- key: message_key
with lists as (
    select
        said.message_key,
        said.shop,
        said.order_id,
        said.kind,
        said.sent_at,
        said.line_ids,
        said.items,
        list_sum(list_transform(string_split(regexp_replace(regexp_replace(
            regexp_replace(lower(said.items),
                '(?m)[ ,:;|–—-]*((€|£|\$|eur|gbp|chf|usd) ?[0-9][0-9.,]*'
                || '|[0-9][0-9.,]* ?(€|£|\$|eur|gbp|chf|usd))$', '', 'g'
            ),
            '(?m)^[ •*-]*([0-9]+) ?[x×] *', '\1 x ', 'g'
        ), '(?m)^(.*) x ([0-9]+)$', '\2 x \1', 'g'), chr(10)),
            lambda line: cast(hash(line) as hugeint))) as stated_hash
    from private.mail_values as said
    where
        said.record_version is not null
        and said.kind in ('order_confirmation', 'shipping_notice')
        and said.items <> ''
        and not said.is_truncated
),

gone as (
    select distinct shop, order_id from staging.gone_records where record = 'items'
),

parcels as (
    select
        told.message_key,
        count(*) as parcels,
        max(list_sum(list_transform(string_split(replace(parcels.items, ' ', ''), ','),
            lambda part: cast(hash(part) as hugeint)))) as lines_hash
    from facts.parcels_in_mails as told
    inner join staging.shipments as parcels using (shop, shipment_id)
    where told.is_named
    group by told.message_key
)

select lists.* exclude (stated_hash)
from lists
left join private.goods_by_order as goods using (shop, order_id)
left join parcels using (message_key)
left join gone using (shop, order_id)
where not coalesce(
    lists.stated_hash = goods.goods_hash
    and goods.known_from_at <= lists.sent_at
    and (lists.line_ids is null or array_length(lists.line_ids) = goods.lines)
    and gone.order_id is null
    and (lists.kind = 'order_confirmation' or parcels.parcels is null
        -- what is in it may not be known; of several together it is seen more closely
        or (parcels.parcels = 1 and coalesce(
            parcels.lines_hash in (goods.lines_hash, goods.skus_hash), parcels.lines_hash is null))),
    false
)
