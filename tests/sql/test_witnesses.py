"""Flag, archive and log: who saw a confirmation, and who was not asked."""

import pytest

from sql.wording_tracking import WITNESSES
from tests.conftest import Warehouse
from tests.sql.conftest import Postroom

# order: flag, copy in the archive, line in the log; what they say together
HEARD = {
    "1001": (True, True, True, "all_three"),
    "1002": (True, True, False, "not_logged"),
    "1003": (True, False, True, "not_archived"),
    "1004": (False, True, True, "not_flagged"),
    "1005": (True, False, False, "only_flagged"),
    "1006": (False, True, False, "only_archived"),
    "1007": (False, False, True, "only_logged"),
    "1008": (False, False, False, "none"),
    "1009": (None, True, True, "not_comparable"),
}


@pytest.fixture(scope="module")
def post(tmp_path_factory):
    warehouse = Warehouse(tmp_path_factory.mktemp("witnesses"))
    post = Postroom(warehouse)
    for order_id, (flag, is_copied, is_logged, _) in HEARD.items():
        customer = f"c{order_id}@mail.example"
        post.order(order_id, "10:00:00", email=customer, confirmation_flag=flag)
        if is_copied:
            post.sent(f"m{order_id}", "10:01:00", f"Order confirmation #{order_id}", customer)
        if is_logged:
            for event in ("accepted", "delivered"):
                post.logged(event, f"m{order_id}", "10:01:00", customer, queue_id=f"Q{order_id}")
    # a mail of which nobody can tell what it was, too late to be surely the confirmation
    post.order("2001", "10:00:00", email="late@mail.example", confirmation_flag=True)
    for event in ("accepted", "delivered"):
        post.logged(event, "late", "10:30:01", "late@mail.example", queue_id="L")
    # a copy whose subject says nothing
    post.order("2002", "10:00:00", email="dull@mail.example", confirmation_flag=True)
    post.sent("dull", "10:01:00", "Hello", "dull@mail.example")
    post.order("2003", "10:00:00", email="m@mail.example", channel="marketplace")
    post.order("2004", "11:30:01", email="young@mail.example", confirmation_flag=False)
    # the sister shop's mails never took the log
    post.order("3001", "10:00:00", "fjordkind", "f@mail.example", confirmation_flag=True)
    post.sent("f", "10:01:00", "Order confirmation #3001", "f@mail.example", shop="fjordkind")
    post.read_until("12:00:00", ("archive", "orders", "log"))
    post.read_until("12:00:00", ("archive", "orders", "log"), shop="fjordkind")
    yield post
    warehouse.close()


def test_the_three_witnesses_are_compared_order_by_order(post):
    found = post.ask("""select order_id, is_flagged, is_archived, is_logged, combination
        from facts.confirmation_witnesses where order_id < '2' order by order_id""")
    assert {order_id: tuple(rest) for order_id, *rest in found} == HEARD


def test_not_seen_is_not_none(post):
    assert post.ask("""select order_id, is_archived, is_logged, combination, excluded_reason
        from facts.confirmation_witnesses where order_id > '2' order by order_id""") == [
        ("2001", False, None, "not_comparable", None),
        ("2002", None, False, "not_comparable", None),
        ("2003", False, False, "not_comparable", "marketplace"),
        ("2004", None, None, "not_comparable", None),  # what is missing is not due yet
        ("3001", True, None, "not_comparable", None),
    ]  # fmt: skip


def test_a_week_counts_every_order_that_had_to_be_confirmed(post):
    found = dict(post.ask("""select combination, orders from metrics.confirmation_witnesses_weekly
        where shop = 'nordlicht'"""))
    assert found == {words: 1 for *_, words in HEARD.values()} | {"not_comparable": 4}
    assert found.keys() == WITNESSES.keys()
    assert post.warehouse.broken_claims() == []


@pytest.mark.parametrize(("table", "claim"), [
    ("metrics.confirmation_witnesses_weekly", "witnesses_count_everything"),
    ("metrics.delivery_states_weekly", "delivery_states_count_everything"),
])  # fmt: skip
def test_a_week_that_drops_something_is_not_published(post, table, claim):
    post.ask(f"select 1 from {table}")
    post.warehouse.db.execute("begin")
    post.warehouse.db.execute(f"delete from {table} where shop = 'nordlicht'")
    broken = post.warehouse.broken_claims()
    post.warehouse.db.execute("rollback")
    assert any(claim in one for one in broken)
