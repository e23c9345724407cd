-- Which goods did the order hold when a mail with an unlike list of goods was sent?
-- grain: one row per mail and line of the order; none where a line is not known as of then
-- key: message_key, line_id
with lines as (
    select
        mails.message_key,
        mails.shop,
        mails.order_id,
        mails.kind,
        lines.line_id,
        lines.sku,
        coalesce(nullif(trim(lines.title), ''), lines.sku) as title,
        lines.quantity,
        -- what is not dated is known only if it never changed
        bool_and(lines.is_dated or (lines.version = 1 and lines.valid_until_at is null))
            over (partition by mails.message_key)
        and bool_and(coalesce(lines.title, lines.sku) is not null and lines.quantity is not null)
            over (partition by mails.message_key) as is_known
    from private.unlike_goods as mails
    inner join staging.order_item_versions as lines
        on lines.shop = mails.shop and lines.order_id = mails.order_id
    left join staging.gone_records as gone
        on
            gone.record = 'items'
            and gone.shop = lines.shop
            and gone.order_id = lines.order_id
            and gone.part_id = lines.line_id
    where
        (not lines.is_dated or lines.valid_from_at <= mails.sent_at)
        and (not lines.is_dated or coalesce(lines.valid_until_at > mails.sent_at, true))
        and not coalesce(gone.gone_at <= mails.sent_at, gone.part_id is not null)
        and (mails.line_ids is null or list_contains(mails.line_ids, lines.line_id))
)

select * exclude (is_known)
from lines
where is_known and quantity > 0
