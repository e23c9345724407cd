"""What is compared: tables, their keys and fields, and how a build holds them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

Side = dict[str, dict[tuple, dict]]  # table -> key -> fields; a table it does not have is not there
Rows = Callable[[str], list[tuple]]
# What a finding is about, as the planted truth names it.
FOUND = """
    case
        when rule in ('CONF_MISSING', 'CONF_LATE') or findings.field = 'parcels'
            then 'order:' || findings.order_id
        when rule in ('SHIP_MISSING', 'SHIP_LATE', 'SHIP_TOO_EARLY')
            then 'shipment:' || shipment_id
        when rule = 'PROMISE_PASSED' then
            if(coalesce(shipment_id, '') = '', 'order:' || findings.order_id,
                'shipment:' || shipment_id)
        when wait_id is not null then 'wait:' || coalesce(message_id, wait_id)
        when rule in ('LONG_OR_HARD', 'TONE') and findings.message_key is null
            then 'template:' || template || ' ' || version
        else 'mail:' || coalesce(message_id, findings.message_key, finding_id)
    end"""
MAILS = "staging.messages as mails on mails.message_key"


@dataclass(frozen=True)
class Compared:
    """A table's keys and fields; the first field is its verdict. `held_in` holds the fields."""

    keys: tuple[str, ...]
    fields: tuple[str, ...]
    held_in: str
    source: str | None = None  # where the keys need another table too
    group: str = ""

    def select(self, fields: list[str]) -> str:
        named = [*self.keys, *(f"{self.told(one)} as {one}" for one in fields)]
        return f"select {', '.join(named)} from {self.source or self.held_in} {self.group}"

    def told(self, field: str) -> str:
        return "bool_and(is_hard)" if self.group else f"{self.held_in.split('.')[1]}.{field}"


TABLES = {
    "facts.order_confirmations": Compared(
        ("shop", "order_id"), ("verdict", "confirmed_at"), "facts.order_confirmations"
    ),
    "facts.shipping_notices": Compared(
        ("shop", "shipment_id"), ("verdict", "noticed_at", "rung"), "facts.shipping_notices"
    ),
    "facts.order_notices": Compared(
        ("shop", "order_id", "mail_kind"), ("verdict", "sent_at"), "facts.order_notices"
    ),
    "facts.order_verifications": Compared(
        ("shop", "order_id"), ("verdict", "missing_fields"), "facts.order_verifications"
    ),
    "facts.promises": Compared(
        ("shop", "order_id", "shipment_id", "line_id", "kind", "until_at"),
        ("verdict", "made_in", "is_first", "is_too_early"),
        "facts.promises",
    ),
    "facts.waits": Compared(
        ("message_id",),
        ("outcome", "started_at", "answered_at", "business_seconds", "due_at"),
        "facts.waits",
        f"facts.waits join {MAILS} = waits.wait_id where message_id is not null",
    ),
    "facts.messages": Compared(
        ("message_id",),
        ("kind",),
        "facts.messages",
        "facts.messages where direction = 'incoming' and message_id is not null",
    ),
    "facts.wait_escalations": Compared(
        ("message_id",),
        ("verdict", "escalated_at", "how"),
        "facts.wait_escalations",
        f"facts.wait_escalations join {MAILS} = wait_escalations.wait_id"
        " where message_id is not null",
    ),
    "facts.message_topics": Compared(
        ("message_id",),
        ("topic",),
        "facts.message_topics",
        f"facts.message_topics join {MAILS} = message_topics.message_key"
        " where message_id is not null",
    ),
    "facts.conversations": Compared(
        ("mails.message_id",),
        ("how", "root_id"),
        "facts.conversations",
        f"""
        (select conversations.*, roots.message_id as root_id
         from facts.conversations join staging.messages as roots
         on roots.message_key = conversations.conversation_id) as conversations
        join {MAILS} = conversations.message_key
        join facts.messages as judged on judged.message_key = conversations.message_key
        where mails.message_id is not null and (judged.is_human and judged.has_customer
        or judged.direction = 'incoming' and judged.kind in ('inquiry', 'no_answer_needed'))""",
    ),
    "cases.findings": Compared(
        ("shop", "rule", "subject", "field"),
        ("rule", "severity"),
        "cases.findings",
        f"""
        (select distinct findings.shop, rule, {FOUND} as subject, field, severity
         from cases.findings left join {MAILS} = coalesce(findings.message_key, wait_id))
        as findings""",
    ),
    "staging.bounces": Compared(
        ("original_message_id",),
        ("is_hard",),
        "staging.bounces",
        group="where original_message_id is not null group by original_message_id",
    ),
    "facts.confirmation_witnesses": Compared(
        ("shop", "order_id"), ("combination",), "facts.confirmation_witnesses"
    ),
}
FIELDS = {field for one in TABLES.values() for field in one.fields}
WORDS = {table: one.fields[0] for table, one in TABLES.items()}


def of_build(rows: Rows) -> Side:
    """Tables and fields that this build does not have are left out."""
    side: Side = {}
    known = rows(
        "select table_schema || '.' || table_name || '.' || column_name"
        " from information_schema.columns"
    )
    columns = {name for (name,) in known}
    for table, one in TABLES.items():
        fields = [f for f in one.fields
                  if f"{one.held_in}.{f}" in columns or f == "root_id"]  # fmt: skip
        if one.fields[0] not in fields:
            continue
        width = len(one.keys)
        side[table] = {
            tuple(map(bare, row[:width])): dict(zip(fields, row[width:], strict=True))
            for row in rows(one.select(fields))
        }
    return side


def bare(key: object) -> object:
    if isinstance(key, datetime):
        return key.isoformat()
    return key.strip("<>") if isinstance(key, str) else key
