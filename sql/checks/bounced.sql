-- BOUNCED: A mail about an order, or an answer, did not reach the customer.
-- needs: mail log or delivery reports
-- owner: customer support
-- do: Ask the customer for a working address by another way and send the mail again.
-- version: 1
with read_to as (
    select path, max(read_until) as read_until
    from staging.coverage
    group by path
)

select
    'mail ' || mails.message_key as identity,
    mails.shop,
    mails.order_id,
    null::varchar as shipment_id,
    case when mails.is_archived then mails.message_key end as message_key,
    null::varchar as wait_id,
    case when mails.state = 'deferred' then 'minor' else 'critical' end as severity,
    mails.kind as field,
    'delivered' as expected,
    mails.state as observed,
    'status ' || coalesce(mails.dsn, mails.reply_code, 'not given') as evidence,
    case
        when mails.state = 'deferred'
            then mails.first_attempt_at + targets.deferred_seconds * interval 1 second
        else coalesce(mails.last_attempt_at, mails.accepted_at)
    end as found_at
from facts.troubled_mails as mails
inner join staging.targets as targets
    on
        targets.shop = mails.shop
        and targets.valid_from_day <= cast(mails.accepted_at as date)
        and targets.valid_until_day > cast(mails.accepted_at as date)
left join read_to using (path)
where
    not mails.is_resent
    and (
        mails.state <> 'deferred'
        or read_to.read_until
        >= mails.first_attempt_at + targets.deferred_seconds * interval 1 second
    )
