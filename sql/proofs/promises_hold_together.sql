-- Each chain of promises has one first, its links follow one another, and no verdict contradicts it.
with chains as (
    select
        shop, order_id, shipment_id, line_id, kind,
        count(case when is_first then 1 end) as firsts,
        count(case when superseded_by is null then 1 end) as lasts
    from facts.promises
    group by shop, order_id, shipment_id, line_id, kind
)

select order_id, kind, 'one first, one last' as claim
from chains
where firsts <> 1 or lasts <> 1
union all
select made.order_id, made.kind, 'the next one is later and of the same thing' as claim
from facts.promises as made
left join facts.promises as later on later.promise_id = made.superseded_by
where
    made.superseded_by is not null
    and (
        later.promise_id is null or later.made_at < made.made_at or later.is_first
        or later.order_id <> made.order_id or later.kind <> made.kind
    )
union all
select order_id, kind, 'the verdict' as claim
from facts.promises
where
    made_at > happened_at
    or (verdict = 'kept' and coalesce(happened_at > until_at, true))
    or (verdict = 'broken' and happened_at <= until_at)
    or (verdict = 'broken' and happened_at is null and coalesce(judged_until_at <= until_at, true))
    or (verdict in ('open', 'unknown') and happened_at is not null)
    or (verdict = 'superseded' and (is_first or superseded_by is null))
    or (verdict = 'excluded') <> (excluded_reason is not null)
