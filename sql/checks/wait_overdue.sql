-- WAIT_OVERDUE: A customer's message was not answered within the time promised.
-- needs: incoming mails; every mailbox that people answer from
-- owner: customer support
-- do: Answer the customer now; if an answer was given elsewhere, note it on the Inquiries page.
-- version: 1
select
    wait_id as identity,
    shop,
    order_id,
    cast(null as varchar) as shipment_id,
    -- what was only said in the helpdesk is no mail
    case when not starts_with(wait_id, 'ticket:') then wait_id end as message_key,
    wait_id,
    'critical' as severity,
    'reply' as field,
    due_at as found_at,
    'answer by ' || strftime(due_at, '%Y-%m-%d %H:%M UTC') as expected,
    'no answer found until ' || strftime(judged_until_at, '%Y-%m-%d %H:%M UTC') as observed,
    'every place for answers read until ' || strftime(judged_until_at, '%Y-%m-%d %H:%M UTC')
        as evidence
from facts.waits
where outcome in ('overdue', 'closed_unanswered') and not_counted_reason is null
