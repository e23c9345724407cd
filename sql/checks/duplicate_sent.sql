-- DUPLICATE_SENT: The customer got the same mail again.
-- needs: archive of sent mail
-- owner: order processing
-- do: Find out what sends the mail twice: two jobs, a retry without a check, or a resend by hand.
-- version: 1
select
    'mail ' || mails.message_key || ' content' as identity,
    mails.shop,
    mails.order_id,
    null::varchar as shipment_id,
    mails.message_key,
    null::varchar as wait_id,
    case when mails.place >= 3 then 'major' else 'minor' end as severity,
    'content' as field,
    'sent once' as expected,
    'sent again, number ' || mails.place as observed,
    'same kind, subject and text as the mail of '
    || strftime(mails.before_at, '%Y-%m-%d %H:%M:%S UTC') as evidence,
    mails.accepted_at as found_at
from facts.repeated_mails as mails
left join facts.orders_kept_out as kept_out using (shop, order_id)
where kept_out.order_id is null
