"""A shop whose mails and findings are given as rows, for all that is made of recurring errors."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from sql.desk import Decision
from sql.evaluate import make_table
from sql.models import load
from sql.rules import EMPTY_FINDINGS

MODELS = load()
DAY_ONE = datetime(2026, 1, 5)  # a Monday
LAYOUT = {  # only what the models of errors read of each
    "checks.all_findings": EMPTY_FINDINGS,
    "checks.rules": "select '' as rule, '' as sentence, '' as needs, '' as owner,"
                    " '' as next_step, '' as version",
    "facts.messages": "select '' as message_key, '' as shop, '' as kind, '' as direction,"
                      " '' as customer_key, now()::timestamp as happened_at, false as is_human,"
                      " false as is_history",
    "facts.mail_contents": "select '' as message_key, '' as template, '' as version, '' as kind,"
                           " '' as how",
    "facts.order_mails": "select '' as message_key, now()::timestamp as accepted_at",
    "facts.order_confirmations": "select '' as shop, '' as order_id, '' as customer_key,"
                                 " now()::timestamp as placed_at, '' as verdict,"
                                 " false as is_history",
    "facts.shipping_notices": "select '' as shop, '' as shipment_id, '' as customer_key,"
                              " now()::timestamp as shipped_at, '' as verdict,"
                              " false as is_history",
    "facts.waits": "select '' as wait_id, '' as shop, '' as customer_key, '' as outcome,"
                   " now()::timestamp as started_at, '' as not_counted_reason,"
                   " false as is_history",
    "facts.template_uses": "select '' as shop, '' as template, '' as version,"
                           " now()::timestamp as first_sent_at",
    "private.template_texts": "select '' as shop, '' as kind, '' as locale, '' as version,"
                              " '' as origin, now()::timestamp as valid_from_at,"
                              " now()::timestamp as valid_until_at",
    "staging.coverage": "select '' as shop, '' as role, now()::timestamp as read_until",
    "staging.seen_days": "select now()::date as seen_day",
}  # fmt: skip


class ErrorHouse:
    """Collects rows, then makes the models of errors from them and from nothing else."""

    def __init__(self, warehouse: Any, shop: str = "nordlicht") -> None:
        self.warehouse, self.shop = warehouse, shop
        self.given: dict[str, list[dict]] = {name: [] for name in LAYOUT}
        self.events: list[Decision] = []
        self.rules: set[str] = set()
        self.is_laid = False

    def add(self, table: str, **row: Any) -> None:
        self.given[table].append(row)

    def version(self, template: str, version: str, valid_from: datetime | None = None,
                valid_until: datetime | None = None, shop: str | None = None) -> None:  # fmt: skip
        kind, _, locale = template.partition(".")
        self.add("private.template_texts", shop=shop or self.shop, kind=kind, locale=locale,
                 version=version, origin="own", valid_from_at=valid_from,
                 valid_until_at=valid_until)  # fmt: skip

    def mail(self, key: str, at: datetime, template: str = "order_confirmation.de",
             version: str | None = "1", customer: str | None = None, shop: str | None = None,
             how: str = "template") -> str:  # fmt: skip
        kind = template.partition(".")[0]
        self.add("facts.messages", message_key=key, shop=shop or self.shop, kind=kind,
                 direction="outgoing", customer_key=customer or f"c-{key}", happened_at=at,
                 is_human=False, is_history=False)  # fmt: skip
        self.add("facts.mail_contents", message_key=key, template=template, version=version,
                 kind=kind, how=how)  # fmt: skip
        self.add("facts.order_mails", message_key=key, accepted_at=at)
        return key

    def finding(self, rule: str, message_key: str | None, at: datetime, field: str = "text",
                cause: str | None = None, severity: str = "critical", identity: str | None = None,
                **row: Any) -> str:  # fmt: skip
        """As a check gives it; returns its finding_id."""
        self.rules.add(rule)
        finding_id = f"{rule} {identity or message_key} {field}"
        self.add("checks.all_findings", rule=rule, finding_id=finding_id,
                 identity=identity or f"mail {message_key} {field}", field=field, cause=cause,
                 severity=severity, found_at=at,
                 **{"shop": self.shop, "message_key": message_key} | row)  # fmt: skip
        return finding_id

    def decided(self, subject: str, at: datetime, kind: str = "error_state", reason: str = "",
                **payload: str) -> Decision:  # fmt: skip
        text = json.dumps(payload, ensure_ascii=False, sort_keys=True)
        made = Decision(f"d{len(self.events)}", kind, subject, text, reason, at, "ann")
        self.events.append(made)
        return made

    def read_until(self, at: datetime, shop: str | None = None) -> None:
        self.add("staging.coverage", shop=shop or self.shop, role="archive", read_until=at)
        day = DAY_ONE
        while day <= at:
            self.add("staging.seen_days", seen_day=day.date())
            day += timedelta(days=1)

    def lay(self) -> None:
        self.is_laid = True
        self.warehouse.rows("select 1")
        db = self.warehouse.db
        for rule in sorted(self.rules):
            self.add("checks.rules", rule=rule, sentence=f"{rule}.", needs="archive", owner="team",
                     next_step="Mend it.", version="1")  # fmt: skip
        for name, rows in self.given.items():
            lay_rows(db, name, rows)
            self.warehouse.made.add(name)
        db.executemany("insert into desk.events values (?, ?, ?, ?, ?, ?, ?, ?)", [
            [number, d.decision_id, d.kind, d.subject, d.payload, d.reason, d.made_at, d.made_by]
            for number, d in enumerate(self.events)
        ]) if self.events else None  # fmt: skip

    def rows(self, sql: str) -> list[tuple]:
        if not self.is_laid:
            self.lay()
        return self.warehouse.rows(sql)

    def row(self, sql: str) -> tuple:
        (only,) = self.rows(sql)
        return only

    def untrue(self, proof: str) -> list[tuple]:
        """Rows for which a claim does not hold."""
        return self.rows(MODELS[f"proofs.{proof}"].text)


def lay_rows(db: Any, table: str, rows: Iterable[dict]) -> None:
    db.execute(f"create table {table} as select * from ({LAYOUT[table]}) where false")
    schema = db.sql(f"select * from {table}").to_arrow_table().schema
    held = list(rows)
    db.register("given", pa.table({
        field.name: pa.array([row.get(field.name) for row in held], field.type)
        for field in schema
    }))  # fmt: skip
    db.execute(f"insert into {table} select * from given")
    db.unregister("given")


def made_again(db: Any, *names: str) -> None:
    """Make models anew, as after another decision."""
    for name in names:
        db.execute(f"drop table if exists {name}")
        make_table(db, MODELS[name])
