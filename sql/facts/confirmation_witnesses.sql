-- Do the shop's flag, the archive and the log agree that each order was confirmed?
-- grain: one row per order
-- key: shop, order_id
-- No copy and not seen are different facts: a witness that was not read so far says nothing.
with sent as (
    select
        shop, order_id, bool_or(is_archived) as is_archived,
        bool_or(accepted_by in ('log', 'events')) as is_logged
    from facts.order_mails
    where kind = 'order_confirmation'
    group by shop, order_id
),

heard as (
    select
        expected.shop, expected.order_id, expected.placed_at, expected.excluded_reason,
        orders.confirmation_flag as is_flagged,
        case
            when sent.is_archived then true
            when in_archive.order_id is not null then null -- of which nobody knows what it is
            when expected.clock_starts_at >= archive.read_from
                and expected.missing_after_at <= archive.read_until then false
        end as is_archived,
        case
            when sent.is_logged or (in_log.is_likely and not coalesce(sent.is_archived, false))
                then true
            when in_log.order_id is not null then null
            when expected.clock_starts_at >= log.read_from
                and expected.missing_after_at <= log.read_until then false
        end as is_logged
    from facts.expected_confirmations as expected
    inner join staging.orders as orders using (shop, order_id)
    left join sent using (shop, order_id)
    left join facts.unnamed_confirmations as in_archive on in_archive.shop = expected.shop
        and in_archive.order_id = expected.order_id and in_archive.witness = 'archive'
    left join facts.unnamed_confirmations as in_log on in_log.shop = expected.shop
        and in_log.order_id = expected.order_id and in_log.witness = 'log'
    left join facts.witness_periods as archive
        on archive.shop = expected.shop and archive.witness = 'archive'
    left join facts.witness_periods as log on log.shop = expected.shop and log.witness = 'log'
)

select
    *,
    case
        when is_flagged is null or is_archived is null or is_logged is null then 'not_comparable'
        when is_flagged and is_archived and is_logged then 'all_three'
        when is_flagged and is_archived then 'not_logged'
        when is_flagged and is_logged then 'not_archived'
        when is_archived and is_logged then 'not_flagged'
        when is_flagged then 'only_flagged'
        when is_archived then 'only_archived'
        when is_logged then 'only_logged'
        else 'none'
    end as combination
from heard
