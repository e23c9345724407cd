-- Which customers did a person answer by phone, on the marketplace or elsewhere, and when?
-- grain: one row per wait so recorded
-- key: wait_id
with recorded as (
    select
        subject as wait_id,
        -- {"at": "2026-03-02 10:00:00", "where": "phone"}; older ones hold only a time somewhere
        min(coalesce(
            try_cast(regexp_extract(
                payload, '"at": *"([0-9]{4}-[0-9-]{5}[T ][0-9:]{5,8})', 1
            ) as timestamp),
            try_cast(regexp_extract(payload, '[0-9]{4}-[0-9-]{5}[T ][0-9:]{5,8}') as timestamp),
            made_at
        )) as elsewhere_at,
        -- a word, as pages offer them, and never what somebody typed
        nullif(min(regexp_extract(payload, '"where": *"([a-z_]{1,20})"', 1)), '')
            as answered_where
    from desk.decisions
    where kind = 'answered_elsewhere'
    group by subject
)

select
    recorded.wait_id,
    asked.shop,
    coalesce(asked.customer_key, asked.message_key) as customer_key,
    asked.conversation_id,
    asked.order_id,
    -- a slip of the pen must not end a wait before it began
    greatest(recorded.elsewhere_at, asked.received_at) as elsewhere_at,
    recorded.answered_where
from recorded
inner join facts.inquiries as asked on recorded.wait_id = asked.message_key
where asked.received_at is not null
