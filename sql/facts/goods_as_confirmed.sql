-- Which goods did each order hold when its confirmation was sent (or now, if none was)?
-- grain: one row per order of which any line was ever held
-- key: shop, order_id
with lines as (
    select
        versions.shop,
        versions.order_id,
        versions.title,
        versions.sku,
        versions.quantity,
        coalesce(versions.valid_from_at <= mails.sent_at, true) as was_held,
        coalesce(versions.valid_from_at <= mails.sent_at, true)
        and coalesce(versions.valid_until_at > mails.sent_at, versions.valid_until_at is null)
        and not coalesce(gone.gone_at <= mails.sent_at, gone.part_id is not null)
        and (as_sent.line_ids is null or list_contains(as_sent.line_ids, versions.line_id))
        -- a quantity that became zero is a line that was taken out
        and not (versions.version > 1 and coalesce(versions.quantity = 0, false)) as is_held
    from staging.order_item_versions as versions
    inner join facts.order_confirmations as mails using (shop, order_id)
    left join facts.orders_as_confirmed as as_sent using (shop, order_id)
    left join staging.gone_records as gone
        on
            gone.record = 'items'
            and gone.shop = versions.shop
            and gone.order_id = versions.order_id
            and gone.part_id = versions.line_id
)

select
    shop,
    order_id,
    bool_or(was_held) as is_known,
    bool_and(coalesce(title, sku) is not null) filter (where is_held) as has_products,
    bool_and(coalesce(quantity, 0) > 0) filter (where is_held) as has_quantities
from lines
group by shop, order_id
