-- For which orders did a mail go out that may have been the confirmation, though none says so?
-- grain: one row per order and witness that saw such a mail
-- key: shop, order_id, witness
with copies as (
    select distinct coalesce(message_id, message_key) as mail_key
    from staging.messages
)

select
    expected.shop,
    expected.order_id,
    if(copies.mail_key is null, 'log', 'archive') as witness,
    -- so soon after the order, to that customer, it can hardly have been another
    bool_or(mails.accepted_at <= expected.missing_after_at) as is_likely
from facts.expected_confirmations as expected
inner join facts.unread_mails as mails
    on
        mails.customer_key = expected.customer_key
        and coalesce(mails.shop, expected.shop) = expected.shop
        and mails.mail_kind in ('', 'order_confirmation')
        and mails.accepted_at >= expected.earliest_plausible_at
        and mails.accepted_at <= expected.latest_plausible_at
left join copies using (mail_key)
group by expected.shop, expected.order_id, if(copies.mail_key is null, 'log', 'archive')
