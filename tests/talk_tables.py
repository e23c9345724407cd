"""What conversations are made of, as empty tables, and the models that make them; for tests."""

from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa

from sql.evaluate import make_table
from sql.models import FOLDER, Model, sql_model, step_model
from sql.ticket_tokens import ticket_token
from sql.workshop import lay_out_macros

COLUMNS = {
    "staging.messages": """message_key varchar, shop varchar, message_id varchar,
        in_reply_to varchar, reference_ids varchar[], happened_at timestamp, customer_key varchar,
        subject_key varchar, direction varchar, is_from_own boolean, flags varchar[]""",
    "staging.message_recipients": "message_key varchar, recipient_key varchar, is_own boolean",
    "staging.tickets": """event_id varchar, shop varchar, ticket_id varchar, event_at timestamp,
        customer_key varchar, message_id varchar, is_message boolean""",
    "staging.ticket_mails": "event_id varchar, message_key varchar",
    "staging.ticket_subjects": "message_key varchar, shop varchar, ticket_id varchar",
    "staging.order_customers": "shop varchar, order_id varchar, customer_key varchar",
    "staging.conversation_windows": """shop varchar, conversation_seconds double,
        likely_seconds double, same_message_seconds double""",
    "private.subjects": "message_key varchar, bare_subject varchar, ticket_token varchar",
    "private.new_texts": "message_key varchar, new_text varchar",
    "steps.order_mentions": "message_key varchar, order_id varchar, position varchar",
    "facts.message_kinds": "message_key varchar, kind varchar, kind_reason varchar",
    "facts.named_orders": """message_key varchar, shop varchar, order_id varchar,
        order_match varchar""",
    "facts.orders_by_time": "message_key varchar, shop varchar, order_id varchar",
}


def models() -> list[Model]:
    """Those that lie between these tables and the conversations, in their order."""
    found: dict[str, Model] = {}

    def add(name: str) -> None:
        if name in COLUMNS or name in found:
            return
        layer, _, table = name.partition(".")
        path = FOLDER / layer / f"{table}.sql"
        is_sql = path.exists()
        model = (sql_model(name, path.read_text("utf-8"), path) if is_sql
                 else step_model(FOLDER / "steps" / f"{table}.py"))  # fmt: skip
        for read in sorted(model.reads):
            add(read)
        found[name] = model

    add("facts.conversations")
    return list(found.values())


MODELS = models()


def empty_tables(folder: Path, place: str = ":memory:") -> duckdb.DuckDBPyConnection:
    db = duckdb.connect(place)
    lay_out_macros(db, folder / "key")
    for schema in ("staging", "private", "steps", "facts"):
        db.execute(f"create schema {schema}")
    for table, columns in COLUMNS.items():
        db.execute(f"create table {table} ({columns})")
    return db


def make_conversations(db: duckdb.DuckDBPyConnection) -> None:
    for model in MODELS:
        make_table(db, model)


class Mailbox:
    """Mails of a few people, given in few words; days count from 1 March 2026."""

    def __init__(self, folder: Path, shops=("nordlicht", "fjordkind")):
        self.db = empty_tables(folder)
        self.found: dict[str, tuple[str, str]] = {}
        self.rows: dict[str, list[tuple]] = {table: [] for table in COLUMNS}
        self.rows["staging.conversation_windows"] = [
            (shop, 30 * 86400.0, 7 * 86400.0, 3600.0) for shop in (*shops, "")
        ]

    def add(
        self, key, day, by, to=(), *, answers=None, refs=(), id=None, subject="", words="",
        order=None, orders=(), how="body", likely=None, kind=None, reason="", shop="nordlicht",
        token=None, ticket=None,
    ):  # fmt: skip
        """A mail: by a customer (or `us`) to us, or to customers; ids are keys unless told."""
        is_ours = by == "us"
        outside = [*to] if is_ours else [by, *to]
        kind = kind or ("inquiry" if not is_ours else "reply" if to else "other")
        self.rows["staging.messages"].append((
            key, shop, id or key, answers, [*refs], moment(day), outside[0] if outside else None,
            None, "outgoing" if is_ours and to else "incoming", is_ours, [],
        ))  # fmt: skip
        self.rows["staging.message_recipients"] += [(key, person, False) for person in to]
        self.rows["staging.message_recipients"] += [] if is_ours else [(key, "us", True)]
        self.rows["private.subjects"].append((key, subject, token or ticket_token(subject)))
        self.rows["private.new_texts"].append((key, words))
        self.rows["facts.message_kinds"].append((key, kind, reason))
        position = {"body": "text", "subject": "subject", "quoted": "quoted"}.get(how)
        for named in [order] * (order is not None) + [*orders]:
            if position:
                self.rows["steps.order_mentions"].append((key, named, position))
        if order:
            self.rows["facts.named_orders"].append((key, shop, order, how))
        elif likely:
            self.rows["facts.orders_by_time"].append((key, shop, likely))
        if ticket:
            self.rows["staging.ticket_subjects"].append((key, shop, ticket))

    def buys(self, person, order, shop="nordlicht"):
        self.rows["staging.order_customers"].append((shop, order, person))

    def said(self, key, day, ticket, by="mia", mail=None, shop="nordlicht", id=None):
        self.rows["staging.tickets"].append((key, shop, ticket, moment(day), by, id, True))
        self.rows["staging.ticket_mails"] += [(key, mail)] if mail else []

    def settled(self) -> dict[str, tuple[str, str]]:
        """Of each message its conversation and how it came to be in it."""
        if not self.found:
            self.fill()
            make_conversations(self.db)
            rows = self.db.execute(
                "select message_key, conversation_id, how from facts.conversations")  # fmt: skip
            self.found = {key: (root, how) for key, root, how in rows.fetchall()}
        return self.found

    def fill(self) -> None:
        for table, rows in self.rows.items():
            fields = self.db.sql(f"select * from {table}").to_arrow_table().schema
            columns = [[row[place] for row in rows] for place in range(len(fields))]
            given = pa.table([pa.array(column, field.type)
                              for column, field in zip(columns, fields, strict=True)],
                             schema=fields)  # fmt: skip
            self.db.register("given", given)
            self.db.execute(f"insert into {table} select * from given")
            self.db.unregister("given")
        self.db.execute("""create or replace table staging.messages as
            select messages.* replace (
                customer_key('subject:' || bare_subject) as subject_key,
                case when count(*) over (partition by message_id) > 1
                    then ['message_id_conflict'] else [] end as flags)
            from staging.messages left join private.subjects using (message_key)""")


def moment(day: float | None) -> datetime | None:
    return None if day is None else datetime(2026, 3, 1) + timedelta(days=day)
