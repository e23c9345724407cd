-- Of each error that is said to be fixed: which mails of its template show whether it is?
-- grain: one row per error said to be fixed and thing it is counted in
-- key: fingerprint, item_key
-- Where the version with the fix is known, its mails and those of later ones are after the fix;
-- otherwise all sent later, but for wording that was retired by then.
with shown as (
    select distinct fingerprint, item_key
    from cases.findings
    where is_confirmed is distinct from false
)

select
    fixes.fingerprint,
    items.item_key,
    items.happened_at,
    items.is_judged,
    shown.item_key is not null as has_finding,
    items.happened_at <= fixes.fixed_at as is_sent_before,
    case
        when fixes.turn is not null and turns.turn is not null
            then turns.turn >= fixes.turn
                and coalesce(items.happened_at > fixes.not_before_at, true)
        else items.happened_at > fixes.fixed_at
            and coalesce(turns.retired_at > items.happened_at, true)
    end as is_after
from cases.fixes as fixes
inner join cases.counted as items
    on items.counted = fixes.counted and items.shop = fixes.shop
        and items.template is not distinct from fixes.template
left join facts.template_turns as turns
    on turns.shop = items.shop and turns.template = items.template
        and turns.version = items.version
left join shown on shown.fingerprint = fixes.fingerprint and shown.item_key = items.item_key
