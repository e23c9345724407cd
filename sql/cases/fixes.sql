-- Which errors are said to be fixed, since when, and in which version of their template?
-- grain: one row per error said to be fixed
-- key: fingerprint
-- A named version is the fix, whenever it was sent; who says so for a second time, or gives the
-- time, means only what was sent since then.
with errors as (
    select distinct fingerprint, counted, shop, template from cases.findings
)

select
    errors.*,
    said.made_at,
    turns.turn,
    coalesce(said.fixed_at, if(said.is_fixed_again, said.made_at, null)) as not_before_at,
    case
        when said.fixed_at is not null then said.fixed_at
        when said.is_fixed_again then said.made_at
        else coalesce(turns.valid_from_at, said.made_at)
    end as fixed_at,
    said.fixed_version
from cases.error_decisions as said
inner join errors using (fingerprint)
left join facts.template_turns as turns
    on
        turns.shop = errors.shop
        and turns.template = errors.template
        and turns.version = said.fixed_version
where said.state = 'fixed'
