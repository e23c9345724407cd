-- What was found wrong, in which order, mail or wait, and whom did it touch?
-- grain: one row per finding of a rule
-- key: finding_id
with placed as ( -- what a finding is about; a mail beside an order or a parcel is only a witness
    select
        *,
        case
            when wait_id is not null then 'inquiries'
            when template is not null then 'versions'
            when regexp_matches(identity, '^(order|promise) ') then 'orders'
            when starts_with(identity, 'shipment ') then 'parcels'
            when message_key is not null then 'mails'
            when shipment_id is not null then 'parcels'
            else 'orders'
        end as counted
    from checks.all_findings
),

found as (
    select
        placed.* exclude (template, version),
        coalesce(placed.template, items.template) as template,
        coalesce(placed.version, items.version) as version,
        coalesce(items.happened_at, placed.found_at) as happened_at,
        -- Errors of one cause are one error, whatever was read instead of the right value.
        md5(concat_ws(
            '|', '2', placed.rule, placed.shop, coalesce(placed.template, items.template, ''),
            coalesce(placed.field, ''), coalesce(placed.cause, '')
        )) as fingerprint
    from (
        select
            *,
            case counted
                when 'inquiries' then wait_id
                when 'versions' then template || ' ' || version
                when 'orders' then order_id
                when 'parcels' then shipment_id
                else message_key
            end as item_key
        from placed
    ) as placed
    left join cases.counted as items using (counted, shop, item_key)
)

select
    found.* exclude (identity, expected_value, observed_value, span),
    rules.version as rule_version,
    rules.owner,
    rules.sentence,
    rules.next_step,
    touched.customer_key,
    coalesce(touched.is_history, false) as is_history,
    judged.is_error as is_confirmed,
    coalesce(judged.is_error, denied.fingerprint is null) as is_error
from found
inner join checks.rules as rules using (rule)
left join cases.touched as touched using (finding_id)
left join facts.judged_findings as judged using (finding_id)
left join facts.denied_errors as denied using (fingerprint)
