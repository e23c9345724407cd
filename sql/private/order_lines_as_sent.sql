-- Which goods did the order hold when each of its mails with a list of goods was sent?
-- grain: one row per mail and line of the order; none where a line is not known as of then
-- key: message_key, line_id
with lines as (
    select
        records.message_key,
        records.shop,
        records.order_id,
        records.kind,
        lines.line_id,
        lines.sku,
        coalesce(nullif(trim(lines.title), ''), lines.sku) as title,
        lines.quantity,
        -- what is not dated is known only if it never changed
        bool_and(lines.is_dated or (lines.version = 1 and lines.valid_until_at is null))
            over (partition by records.message_key)
        and bool_and(coalesce(lines.title, lines.sku) is not null and lines.quantity is not null)
            over (partition by records.message_key) as is_known
    from private.mail_records as records
    inner join private.mail_values as said using (message_key)
    inner join staging.order_item_versions as lines
        on lines.shop = records.shop and lines.order_id = records.order_id
    left join staging.gone_records as gone
        on
            gone.record = 'items'
            and gone.shop = lines.shop
            and gone.order_id = lines.order_id
            and gone.part_id = lines.line_id
    where
        records.record_version is not null
        and records.kind in ('order_confirmation', 'shipping_notice')
        and said.items <> ''
        and not said.is_truncated
        and (not lines.is_dated or lines.valid_from_at <= records.sent_at)
        and (not lines.is_dated or coalesce(lines.valid_until_at > records.sent_at, true))
        and not coalesce(gone.gone_at <= records.sent_at, gone.part_id is not null)
        and (records.line_ids is null or list_contains(records.line_ids, lines.line_id))
)

select * exclude (is_known)
from lines
where is_known and quantity > 0
