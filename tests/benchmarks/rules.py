"""All rules over 100,000 orders and their 200,000 mails on one core, model by model. To reach: 3 s.

What exists only for rules: the checks, cases.findings, and of what they are made of all that was
not there before the rules (the commit BEFORE), but for the steps that read texts (READING): those
work mail by mail and keep what they made. A demo shop is built once; what the rules read of it is
laid out COPIES times with other keys, numbers of orders and parcels, people and addresses.
"rules" makes the models, "copy" is a floor: one table of the mails' values, written once.
"""

import json
import subprocess
import time
from datetime import datetime
from pathlib import Path

import duckdb

from sql.evaluate import make_table
from sql.models import FOLDER, Model, load
from sql.workshop import lay_out_macros, open_workshop

PEER = None
ORDERS, COPIES, WEEKS = 5_000, 20, 13
UNTIL = datetime(2026, 11, 22, 17)
BEFORE = "5986fb3"
READING = {
    "private.mail_contents", "private.learnt_templates", "private.mails_without_template",
    "private.template_texts", "private.number_states", "facts.clarity",
}  # fmt: skip
ONCE = {  # of the shop as a whole, not of its orders
    "facts.clarity", "facts.clock_doubts", "private.template_texts", "staging.coverage",
    "staging.target_periods", "staging.targets", "staging.templates", "steps.calendar",
}  # fmt: skip
KEYS = {
    "message_key", "mail_key", "message_id", "wait_id", "promise_id", "shipment_id", "email",
    "customer_key", "from_key", "key", "conversation_id", "address", "superseded_by",
    "recipient_key",
}  # fmt: skip
NUMBERS = {"order_id", "number_key", "tracking_number", "labelled_number", "number"}
NUMBER_LISTS = {"named_numbers", "linked_numbers"}
HOLDING_NUMBERS = {"link_slot_target", "bare_subject"}


def rule_models(models: dict[str, Model]) -> list[str]:
    """In build order."""
    listed = subprocess.run(
        ["git", "ls-tree", "-r", "--name-only", BEFORE, "."],
        cwd=FOLDER, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    old, found, asked = set(listed.splitlines()), set(), ["cases.findings"]
    while asked:
        name = asked.pop()
        if name in models and name not in found:
            found.add(name)
            asked.extend(models[name].reads)
    return [name for name, model in models.items()
            if name in found - READING
            and (model.layer == "checks" or str(model.path and model.path.relative_to(FOLDER))
                 not in old)]  # fmt: skip


def prepare(folder: Path) -> None:
    from ingest.demo import make
    from ingest.kinds import option_models
    from ingest.run import ingest
    from sql.desk import Desk
    from sql.settings import load as settings_in

    make(folder / "shop", ORDERS, WEEKS, 1, UNTIL)
    settings = settings_in(folder / "shop" / "trackrecord.toml", option_models())
    ingest(settings, Desk(settings.desk_url), polled_at=UNTIL)
    models = load()
    with open_workshop(folder / "shop.duckdb", settings, []) as db:
        for model in models.values():
            if model.layer in ("staging", "private", "steps", "facts"):
                make_table(db, model)
        lay_out(db, folder, settings.key_path)


def lay_out(db: duckdb.DuckDBPyConnection, folder: Path, key_path: Path) -> None:
    """Another database with what the rules read, COPIES times."""
    models = load()
    rules = rule_models(models)
    given = set[str]().union(*(models[name].reads for name in rules)) - set(rules)
    (folder / "customer.key").write_text(key_path.read_text())
    db.execute(f"attach '{folder}/work.duckdb' as work")
    for schema in sorted({name.partition(".")[0] for name in (*given, *rules)}):
        db.execute(f"create schema work.{schema}")
    db.execute(f"""create temp table copies as
        select if(n = 0, '', lpad(n::varchar, 2, '0')) as copy from range({COPIES}) as r (n)""")
    for table in sorted(given):
        query = f"select * from {table}"
        if table not in ONCE and not table.startswith(("seeds.", "desk.")):
            shown = ', '.join(columns(db, table))
            query = f"select {shown} from {table} as t, copies order by copy"
        db.execute(f"create table work.{table} as {query}")
    db.execute("detach work")


def columns(db: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [f'{shifted(name)} as "{name}"' for name in db.sql(f"select * from {table}").columns]


def shifted(name: str) -> str:
    """The column's value in a copy."""
    if name in KEYS:
        return f"copy || {name}"
    if name in NUMBERS:
        return ended(name)
    if name in NUMBER_LISTS:
        return f"list_transform({name}, lambda one: {ended('one')})"
    if name in HOLDING_NUMBERS:
        return holding(name)
    if name in ("slot_values", "slot_html_values"):
        return (f"list_transform({name}, lambda one, place: case "
                f"when slot_names[place] = 'TRACKING_LINK' then {holding('one')} "
                "when slot_names[place] in ('ORDER_NUMBER', 'TRACKING_NUMBER') "
                f"then {ended('one')} else one end)")  # fmt: skip
    return f't."{name}"'


def ended(number: str) -> str:
    """The copy behind each line."""
    return rf"regexp_replace({number}, '([0-9A-Za-z])(\s*)($|\n)', '\1' || copy || '\2\3', 'g')"


def holding(text: str) -> str:
    """The copy behind each long number."""
    return rf"regexp_replace({text}, '([0-9A-Z]*[0-9]{{5}}[0-9A-Z]*)', '\1' || copy, 'g')"


def opened(folder: Path) -> duckdb.DuckDBPyConnection:
    db = duckdb.connect(str(folder / "work.duckdb"))
    db.execute("set threads = 1")
    lay_out_macros(db, folder / "customer.key")
    return db


def rules(folder: Path) -> dict[str, float]:
    models = load()
    taken = {}
    with opened(folder) as db:
        db.execute("begin")
        for name in rule_models(models):
            started = time.process_time()
            make_table(db, models[name])
            taken[name] = round(time.process_time() - started, 3)
        counted = db.execute("select count(*) from checks.all_findings").fetchall()[0][0]
        mails = db.execute("select count(*) from private.mail_contents").fetchall()[0][0]
        db.execute("rollback")
    (folder / "models.json").write_text(json.dumps(taken))
    dear = sorted(taken.items(), key=lambda one: -one[1])
    print(json.dumps(dict(dear)), flush=True)
    return {"rules_seconds": sum(taken.values()), "findings": counted, "mails": mails}


def copy(folder: Path) -> dict[str, float]:
    with opened(folder) as db:
        db.execute("begin")
        started = time.process_time()
        db.execute("create table private.copied as select message_key, shop, slot_values "
                   "from private.mail_contents")  # fmt: skip
        taken = time.process_time() - started
        db.execute("rollback")
    return {"rules_seconds": taken, "findings": 0, "mails": 0}


CONTESTANTS = {"rules": rules, "copy": copy}
