"""Half-equipped shops: with any source missing, what cannot be seen is unknown, not a fault."""

import os
import shutil
from itertools import chain, combinations

import pytest
from quick_workshop import quick_workshop

from sql.evaluate import make_table
from sql.models import load
from sql.prove import prove
from sql.raw.opening import open_store

PIECES = ("log", "archive", "replies", "orders", "shipments")
SUBSETS = list(chain.from_iterable(combinations(PIECES, n) for n in range(1, len(PIECES) + 1)))
# Every day: each piece missing alone, each alone there, and two pairs; all 31 in the long run.
EVERY_DAY = [missing for missing in SUBSETS
             if len(missing) in (1, 4) or missing in (("log", "orders"), ("archive", "shipments"))]
ASKED = SUBSETS if os.environ.get("TRACKRECORD_SOAK") else EVERY_DAY
ROLES = {"orders": ("orders", "items")}
FACTS = {"log": ("mail_events",), "orders": ("order_versions", "order_items"),
         "shipments": ("shipments",)}  # fmt: skip
# An archive that lost a copy looks complete by itself: only the log knows better. What the log
# alone holds back from "missing" is missing to a shop without a log, and its shipping mail came
# before any confirmation.
HELD_BACK_BY_THE_LOG = """
    select c.shop, c.order_id from facts.order_confirmations as c
    join facts.unread_mails as m on m.shop = c.shop and m.customer_key = c.customer_key
    where c.verdict = 'unknown' and c.judged_until_at >= c.missing_after_at
    union all
    select s.shop, s.message_key from facts.order_mails as s
    join facts.order_confirmations as c on c.shop = s.shop and c.order_id = s.order_id
    join facts.unread_mails as m on m.shop = c.shop and m.customer_key = c.customer_key
    where c.verdict = 'unknown' and s.kind = 'shipping_notice'
    union all
    select n.shop, n.shipment_id from facts.shipping_notices as n
    join facts.unread_mails as m on m.shop = n.shop and m.customer_key = n.customer_key
    where n.verdict = 'unknown' and n.judged_until_at >= n.missing_after_at"""
# A promise passed all the same; that a person wrote about that order since is known from the
# replies and the orders alone.
HELD_BACK_BY_REPLIES = """
    select p.shop, coalesce(p.message_key, p.shipment_id, p.order_id) from facts.promises as p
    join facts.messages as m on m.shop = p.shop and m.order_id = p.order_id
    where p.verdict = 'broken' and m.is_human and m.happened_at > p.until_at"""
HELD_BACK = {"log": HELD_BACK_BY_THE_LOG, "replies": HELD_BACK_BY_REPLIES,
             "orders": HELD_BACK_BY_REPLIES}  # fmt: skip
ACCUSATIONS = {
    "confirmations": """select shop, order_id from facts.order_confirmations
        where verdict in ('missing', 'late', 'bounced', 'implausible')""",
    "missing confirmations": """select shop, order_id from facts.order_confirmations
        where verdict = 'missing'""",
    "shipping": """select shop, shipment_id from facts.shipping_notices
        where verdict in ('missing', 'late', 'too_early', 'bounced')""",
    "lost": """select shop, shipment_id from facts.shipping_notices
        where lost_reason is not null and verdict not in ('unknown', 'waiting', 'excluded')""",
    # By mail: without orders, two threads of a customer are two waits instead of one.
    "waits": """select shop, outcome, unnest(message_keys) from facts.waits
        where outcome in ('late', 'overdue')""",
    "findings": """select shop, rule, coalesce(message_key, wait_id, shipment_id, order_id)
        from cases.findings where rule <> 'WAIT_OVERDUE'""",
}


def built(settings, data):
    """Every model over the raw store in `data`, proven; the open workshop."""
    db = quick_workshop(settings.model_copy(update={"data": data}))
    models = load()
    for model in models.values():
        if model.layer != "proofs":
            make_table(db, model)
    assert prove(db, models) == []
    return db


def accusations(db):
    """Accusation -> who is accused, each (shop, ..., what)."""
    return {name: set(db.execute(sql).fetchall()) for name, sql in ACCUSATIONS.items()}


def no_confirmation_is_missing(db):
    counts = dict(db.execute("""select verdict, count(*) from facts.order_confirmations
        group by verdict""").fetchall())
    assert counts.keys() <= {"unknown", "excluded", "waiting"} and counts["unknown"] > 0


def nobody_is_overdue(db):
    outcomes = {row[0] for row in db.execute(
        "select distinct outcome from facts.waits").fetchall()}
    measured = dict(db.execute("""select measure, state from metrics.measured
        where measure = 'replied_in_time'""").fetchall())
    assert "overdue" not in outcomes and "unknown" in outcomes
    assert measured == {"replied_in_time": "not_measurable"}


# What must hold beside: without the archive no confirmation is missing, without the replies
# nobody is overdue.
CLAIMS = {("archive",): no_confirmation_is_missing, ("replies",): nobody_is_overdue}


def copy_without(settings, pieces, data):
    """The shop's raw store as if some pieces had never been connected."""
    data.mkdir()
    shutil.copy(settings.raw_path, data / "raw.duckdb")
    shutil.copy(settings.key_path, data / "customer.key")
    with open_store(data / "raw.duckdb") as store:
        for piece in pieces:
            for role in ROLES.get(piece, (piece,)):
                store.db.execute("delete from raw.polls where role = ?", [role])
                store.db.execute("delete from raw.message_locations where role = ?", [role])
            for table in FACTS.get(piece, ()):
                store.db.execute(f"delete from raw.{table}")
        for table in ("messages", "bounces"):
            store.db.execute(f"""delete from raw.{table} where message_key not in
                (select message_key from raw.message_locations)""")


@pytest.fixture(scope="module")
def whole(demo_build, tmp_path_factory):
    data = tmp_path_factory.mktemp("whole") / "data"
    copy_without(demo_build.settings, (), data)
    db = built(demo_build.settings, data)
    held_back = {piece: set(db.execute(sql).fetchall()) for piece, sql in HELD_BACK.items()}
    accused = accusations(db)
    assert accused["missing confirmations"], "there is somebody to be accused"
    yield accused, held_back
    db.close()


@pytest.mark.parametrize("missing", ASKED, ids="+".join)
def test_a_missing_source_accuses_nobody_who_was_not_accused_before(
    missing, whole, demo_build, tmp_path
):
    copy_without(demo_build.settings, missing, tmp_path / "data")
    db = built(demo_build.settings, tmp_path / "data")
    found = accusations(db)
    claims = CLAIMS.get(missing, lambda db: None)
    claims(db)
    db.close()
    before, held_back = whole
    excused = set().union(*(held_back.get(piece, set()) for piece in missing))
    new = {name: {row for row in rows - before[name] if (row[0], row[-1]) not in excused}
           for name, rows in found.items()}
    assert {name: rows for name, rows in new.items() if rows} == {}
