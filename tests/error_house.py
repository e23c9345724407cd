"""A shop whose mails and findings are given as rows, for all that is made of recurring errors."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from sql.desk import Decision
from sql.evaluate import make_table
from sql.models import FOLDER, INPUTS, LAYERS, load, tables_in
from sql.rules import EMPTY_FINDINGS
from sql.workshop import lay_out_decisions

MODELS = load()
ZONES = {"nordlicht": "Europe/Berlin", "fjordkind": "Europe/London"}
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
    "seeds.shops": "select '' as shop, '' as zone",
    "seeds.reply_clocks": "select 1.0 as target_seconds, '' as clock",
    "seeds.targets": "select '' as name, 1.0 as value_seconds",
}  # fmt: skip


class ErrorHouse:
    """Collects rows, then makes the models of errors from them and from nothing else."""

    def __init__(self, shop: str = "nordlicht") -> None:
        self.shop = shop
        self.given: dict[str, list[dict]] = {name: [] for name in LAYOUT}
        self.given["seeds.shops"] = [{"shop": name, "zone": zone} for name, zone in ZONES.items()]
        self.events: list[Decision] = []
        self.rules: set[str] = set()
        self.db: duckdb.DuckDBPyConnection | None = None
        self.made: set[str] = set()

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

    def lay(self) -> duckdb.DuckDBPyConnection:
        """A database of its own: a whole workshop costs more than all the models of errors."""
        self.db = db = duckdb.connect()
        db.execute("set threads = 1")
        db.execute((FOLDER / "macros.sql").read_text("utf-8"))
        for schema in (*INPUTS, *LAYERS):
            db.execute(f"create schema {schema}")
        for rule in sorted(self.rules):
            self.add("checks.rules", rule=rule, sentence=f"{rule}.", needs="archive", owner="team",
                     next_step="Mend it.", version="1")  # fmt: skip
        for name, rows in self.given.items():
            lay_rows(db, name, rows)
        lay_out_decisions(db, "events", self.events)
        self.made = {*LAYOUT}
        return db

    def rows(self, sql: str) -> list[tuple]:
        db = self.db or self.lay()
        for name in sorted(tables_in(sql)):
            self._make(name)
        return db.execute(sql).fetchall()

    def _make(self, name: str) -> None:
        if name not in self.made and name in MODELS:
            self.made.add(name)
            for needed in sorted(MODELS[name].reads):
                self._make(needed)
            assert self.db
            make_table(self.db, MODELS[name])

    def close(self) -> None:
        if self.db:
            self.db.close()

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

