"""Findings of the newest build, named as the planted truth names what each was found in."""

# Rules that judge orders or parcels as wholes; all others judge single mails.
OF_ORDERS = ("CONF_MISSING", "CONF_LATE")
OF_PARCELS = ("SHIP_MISSING", "SHIP_LATE", "SHIP_TOO_EARLY")
FINDINGS = f"""
    select distinct
        found.shop,
        found.rule,
        case
            when found.rule in {OF_ORDERS} then 'order:' || found.order_id
            when found.rule in {OF_PARCELS} then 'shipment:' || found.shipment_id
            when found.rule = 'PROMISE_PASSED' and coalesce(found.shipment_id, '') <> ''
                then 'shipment:' || found.shipment_id
            when found.rule = 'PROMISE_PASSED' or found.field = 'parcels'
                then 'order:' || found.order_id
            when found.wait_id is not null
                then 'wait:' || coalesce(mails.message_id, found.wait_id)
            when found.message_key is null and found.rule in ('LONG_OR_HARD', 'TONE')
                then 'template:' || found.template || ' ' || found.version
            else 'mail:' || coalesce(mails.message_id, found.message_key, found.finding_id)
        end as subject,
        found.field,
        found.severity
    from cases.findings as found
    left join staging.messages as mails
        on mails.message_key = coalesce(found.message_key, found.wait_id)
"""  # fmt: skip
