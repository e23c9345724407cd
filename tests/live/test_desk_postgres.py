"""The desk on a real PostgreSQL: decisions, the sealed audit log and several writers at once."""

import os
import threading
from datetime import datetime, timedelta

import pytest
from postgres_server import Postgres, shop_connection
from sqlalchemy import text

from sql.desk import Desk
from sql.trouble import Trouble

AT = datetime(2026, 11, 26, 12, 0, 0, 123456)


@pytest.fixture(scope="module")
def server():
    made = Postgres().start()
    yield made
    made.stop()


@pytest.fixture
def url(server, monkeypatch):
    monkeypatch.setenv("DESK_DB", server.database())
    return "env:DESK_DB"


def test_what_was_decided_holds_after_the_desk_was_opened_again(url):
    desk = Desk(url, clock=lambda: AT)
    kept = desk.decide("kind", "C-1", "kim", "so it is", {"a": [1, "ü"]})
    assert desk.decide("kind", "C-1", "lee", "so it is", {"a": [1, "ü"]}) == kept
    undone = desk.decide("kind", "C-2", "kim")
    desk.undo(undone, "kim")
    desk.record_run("r1", "shop", AT, AT + timedelta(seconds=1), "done")
    desk.record_build(None, AT, AT, "failed", "why")
    desk.close()

    again = Desk(url, clock=lambda: AT)

    assert [(one.decision_id, one.made_at, one.payload) for one in again.active("kind")] == [
        (kept, AT, '{"a": [1, "ü"]}')]  # fmt: skip
    assert len(again.since(AT)) == 3
    assert again.last_runs()[0]["run_id"] == "r1"
    assert again.last_builds()[0]["build_id"] is None
    again.close()


def test_many_who_write_at_once_make_one_sealed_log_and_one_decision(url):
    Desk(url).close()

    def work(number: int) -> None:
        desk = Desk(url)
        for turn in range(5):
            desk.audit("did", f"{number}/{turn}", "kim")
            desk.decide("kind", "C-1", f"person {number}", "the same", turn % 1)
        desk.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    desk = Desk(url)
    assert desk.verify() is None
    assert len(desk.audit_log()) == 20
    assert len(desk.since(datetime(2000, 1, 1))) == 1
    desk.close()


def test_a_changed_row_of_the_log_is_seen(url, server):
    desk = Desk(url)
    for number in range(3):
        desk.audit("did", str(number), "kim")
    assert desk.verify() is None
    with shop_connection(os.environ["DESK_DB"]) as stranger:
        stranger.execute(text("update audit set subject = 'x' where seq = 2"))

    assert desk.verify() == 2
    desk.close()


def test_a_server_that_went_away_is_told_without_its_password(url, server):
    desk = Desk(url)
    server.end()
    try:
        with pytest.raises(Trouble, match="is it there, writable and not full") as told:
            desk.active()
    finally:
        server.start()

    assert "horse" not in str(told.value) and "\n" not in str(told.value)
    assert desk.active() == []
    desk.close()
