-- What was found wrong, in which order, mail or wait, and whom did it touch?
-- grain: one row per finding of a rule
-- key: finding_id
-- is_confirmed is what a person said of this finding, is_error also what they said of its error.
with found as (
    select
        placed.* exclude (identity, template, version, expected_value, observed_value, span),
        subjects.* exclude (finding_id),
        coalesce(placed.template, items.template) as template,
        coalesce(placed.version, items.version) as version,
        coalesce(items.happened_at, placed.found_at) as happened_at,
        causes.shape as cause_shape,
        -- Errors of one cause are one error, whatever was read instead of the right value.
        md5(concat_ws(
            '|', '2', placed.rule, placed.shop, coalesce(placed.template, items.template, ''),
            coalesce(placed.field, ''), coalesce(causes.shape, '')
        )) as fingerprint
    from checks.all_findings as placed
    inner join cases.finding_subjects as subjects using (finding_id)
    left join cases.counted as items
        on
            items.counted = subjects.counted
            and items.shop = placed.shop
            and items.item_key = subjects.item_key
    left join cases.error_causes as causes
        on causes.rule = placed.rule and causes.cause = placed.cause
)

select
    found.*,
    rules.version as rule_version,
    rules.owner,
    rules.sentence,
    rules.next_step,
    judged.is_error as is_confirmed,
    coalesce(judged.is_error, denied.fingerprint is null) as is_error
from found
inner join checks.rules as rules using (rule)
left join facts.judged_findings as judged using (finding_id)
left join facts.denied_errors as denied using (fingerprint)
