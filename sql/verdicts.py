"""The verdicts of the newest build in the form that a planted truth is compared with."""

from datetime import datetime

from sql.query import require_build
from sql.settings import Settings
from sql.verdict_findings import FINDINGS

ASKED = """
    select message_key as wait_id, message_id from staging.messages where message_id is not null
    union all
    select event_id, 'ticket:' || shop || '/' || recorded_ticket_id || '/' || event_key
    from staging.tickets"""  # the first message of a wait, as the truth names it
QUERIES = {
    "facts.order_confirmations":
        "select shop, order_id, verdict, confirmed_at from facts.order_confirmations",
    "facts.shipping_notices":
        "select shop, shipment_id, verdict, noticed_at, rung from facts.shipping_notices",
    "facts.waits": f"""
        select asked.message_id, w.started_at, w.answered_at, w.business_seconds, w.due_at,
            w.outcome
        from facts.waits as w join ({ASKED}) as asked using (wait_id)""",
    "facts.wait_escalations": f"""
        select asked.message_id, told.escalated_at, told.how, told.verdict
        from facts.wait_escalations as told join ({ASKED}) as asked using (wait_id)""",
    "staging.bounces":
        "select distinct original_message_id, is_hard from staging.bounces",
    "facts.order_notices":
        "select shop, order_id, mail_kind, verdict, clock_starts_at, sent_at, excluded_reason"
        " from facts.order_notices",
    "facts.order_verifications":
        "select shop, order_id, verdict, missing_fields, verify_seconds, confirmed_incomplete"
        " from facts.order_verifications",
    "facts.promises":
        "select shop, order_id, shipment_id, line_id, kind, until_at, verdict, from_at, made_in,"
        " is_first, is_too_early, happened_at, excluded_reason from facts.promises",
    "facts.messages": """
        select message_id, kind as verdict from facts.messages
        where direction = 'incoming' and message_id is not null""",
    "facts.message_topics": """
        select m.message_id, t.topic as verdict
        from facts.message_topics as t join facts.messages as m using (message_key)
        where m.kind = 'inquiry'""",
    "cases.findings": FINDINGS,
}  # fmt: skip
TABLES = "select table_schema || '.' || table_name from information_schema.tables"


def verdict_rows(settings: Settings) -> tuple[dict[str, list[dict]], dict[str, datetime]]:
    """Rows by table, and for each shop the moment up to which everything of it was read."""
    build = require_build(settings)
    made = {name for (name,) in build.rows(TABLES)}
    rows = {}
    for table, sql in QUERIES.items():
        if table not in made:
            continue
        names = list(build.frame(f"select * from ({sql}) limit 0").columns)
        rows[table] = [dict(zip(names, row, strict=True)) for row in build.rows(sql)]
    until = build.rows("select shop, min(read_until) from staging.coverage group by shop")
    return rows, dict(until)
