"""What people decide is kept, can be taken back, and cannot be changed unseen."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from datetime import datetime, timedelta

import pytest

from sql.desk import Decision, Desk
from sql.desk_decisions import active
from sql.trouble import Misuse, Trouble

MONDAY = datetime(2026, 11, 23, 8)


class Clock:
    def __init__(self):
        self.at = MONDAY

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
def desk(tmp_path):
    desk = Desk(f"sqlite:///{tmp_path}/data/desk.sqlite", clock=Clock())
    yield desk
    desk.close()


def no_answer(desk, wait="W-1", mails=("m1", "m2"), by="ann"):
    return desk.decide("no_answer_needed", wait, by=by, reason="thanks", payload=list(mails))


def test_a_decision_holds_with_all_that_was_said(desk):
    made = no_answer(desk)

    (held,) = desk.active("no_answer_needed")

    assert held.decision_id == made
    assert (held.subject, held.payload, held.reason) == ("W-1", '["m1", "m2"]', "thanks")
    assert (held.made_by, held.made_at) == ("ann", MONDAY + timedelta(seconds=1))


def test_a_decision_taken_back_no_longer_holds_but_both_events_stay(desk):
    made = no_answer(desk)
    desk.undo(made, by="bob")

    assert desk.active() == []
    assert [(event.made_by, event.undoes) for event in desk.since(MONDAY)] == [
        ("ann", None),
        ("bob", made),
    ]


def test_a_second_click_makes_no_second_decision_and_no_second_undo(desk):
    first, second = no_answer(desk), no_answer(desk, by="bob")
    desk.undo(first, by="ann")
    desk.undo(first, by="ann")

    assert first == second
    assert len(desk.since(MONDAY)) == 2


def test_the_newest_decision_on_a_subject_holds_and_an_old_undo_leaves_it_alone(desk):
    old = desk.decide("topic", "W-1", by="ann", payload="damaged")
    new = desk.decide("topic", "W-1", by="bob", payload="payment")

    desk.undo(old, by="ann")

    assert [held.decision_id for held in desk.active()] == [new]


def test_an_undo_that_came_after_a_newer_decision_takes_only_its_own_back():
    old = Decision("d1", "topic", "W-1", '"damaged"', "", MONDAY, "ann")
    new = Decision("d2", "topic", "W-1", '"payment"', "", MONDAY, "bob")
    late_undo = Decision("d3", "topic", "W-1", "null", "", MONDAY, "ann", undoes="d1")
    assert active([old, new, late_undo]) == [new]


def test_a_decision_can_be_made_again_after_it_was_taken_back(desk):
    desk.undo(no_answer(desk), by="ann")
    again = no_answer(desk)
    assert [held.decision_id for held in desk.active()] == [again]


def test_a_decision_on_another_wait_or_of_another_kind_is_not_touched(desk):
    gone = no_answer(desk, "W-1")
    no_answer(desk, "W-2")
    desk.decide("topic", "W-1", by="ann", payload="damaged")

    desk.undo(gone, by="ann")

    assert {(held.kind, held.subject) for held in desk.active()} == {
        ("no_answer_needed", "W-2"),
        ("topic", "W-1"),
    }


def test_undoing_what_was_never_decided_says_so(desk):
    with pytest.raises(Trouble, match="decision nothing is not on the desk"):
        desk.undo("nothing", by="ann")


def test_only_events_since_a_build_are_given_to_the_page(desk):
    no_answer(desk, "W-1")
    built_at = desk.active()[0].made_at + timedelta(seconds=1)
    no_answer(desk, "W-2")
    assert [event.subject for event in desk.since(built_at)] == ["W-2"]


def test_quotes_and_foreign_letters_come_back_as_they_were(desk):
    desk.decide("note", "'; drop table decisions; --", by="Zoë", reason='"ü"\n', payload={"ß": 1})
    (held,) = desk.active()
    assert (held.subject, held.reason) == ("'; drop table decisions; --", '"ü"\n')
    assert held.payload == '{"ß": 1}'


def test_the_desk_survives_a_restart_and_is_private_whatever_the_umask(tmp_path):
    before = os.umask(0)
    try:
        url = f"sqlite:///{tmp_path}/data/desk.sqlite"
        first = Desk(url)
        no_answer(first)
        modes = {
            path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data").iterdir()
        }
        first.close()
        assert set(modes.values()) == {0o600} and len(modes) == 3
        assert len(Desk(url).active()) == 1
    finally:
        os.umask(before)


def test_an_untouched_audit_log_is_sound(desk):
    for number in range(5):
        desk.audit("export", f"queue {number}", by="ann", detail="shop=nordlicht")
    assert desk.verify() is None
    assert [row["subject"] for row in desk.audit_log(2)] == ["queue 4", "queue 3"]


@pytest.mark.parametrize(
    ("tamper", "broken"),
    [
        ("update audit set by = 'nobody' where seq = 2", 2),
        ("update audit set at = '2020-01-01 00:00:00.000000' where seq = 3", 3),
        ("update audit set previous_hash = 'x' where seq = 2", 2),
        ("delete from audit where seq = 2", 3),
        ("delete from audit where seq = 1", 2),
    ],
)
def test_a_changed_or_removed_audit_row_is_found(desk, tmp_path, tamper, broken):
    for number in range(4):
        desk.audit("reveal", f"order {number}", by="ann")
    with sqlite3.connect(tmp_path / "data/desk.sqlite") as file:
        file.execute(tamper)
    assert desk.verify() == broken


def test_many_writers_at_once_keep_one_sound_audit_chain(tmp_path):
    url = f"sqlite:///{tmp_path}/desk.sqlite"
    Desk(url).close()
    code = (
        "import sys; from sql.desk import Desk; desk = Desk(sys.argv[1])\n"
        "for n in range(10): desk.audit('export', str(n), by='ann')"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, url]) for _ in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]

    desk = Desk(url)
    assert desk.verify() is None
    assert len(desk.audit_log(100)) == 30


def test_pages_in_many_threads_read_while_one_decides(desk):
    seen: list[int] = []
    readers = [
        threading.Thread(target=lambda: seen.extend(len(desk.active()) for _ in range(20)))
        for _ in range(4)
    ]
    for reader in readers:
        reader.start()
    for number in range(20):
        no_answer(desk, f"W-{number}")
    for reader in readers:
        reader.join()
    assert len(seen) == 80 and len(desk.active()) == 20


def test_runs_and_builds_are_remembered_newest_first_failed_ones_too(desk):
    for build, outcome in (("b1", "published"), (None, "proof_failed")):
        desk.record_build(build, MONDAY, MONDAY, outcome, "detail")
    desk.record_run("r1", "log", MONDAY, None, "failed", "no such file")

    assert [(row["build_id"], row["outcome"]) for row in desk.last_builds(5)] == [
        (None, "proof_failed"),
        ("b1", "published"),
    ]
    assert desk.last_builds(1)[0]["started_at"] == MONDAY
    assert desk.last_runs(5)[0]["detail"] == "no such file"


def test_a_url_of_a_secret_is_looked_up(tmp_path, monkeypatch):
    monkeypatch.setenv("DESK_URL", f"sqlite:///{tmp_path}/secret.sqlite")
    Desk("env:DESK_URL").close()
    assert (tmp_path / "secret.sqlite").exists()


@pytest.mark.parametrize("url", ["canary-7Q", "nosuch://u:canary-7Q@db.example/desk"])
def test_a_wrong_url_is_refused_without_its_password(url):
    with pytest.raises(Misuse, match="desk_url") as told:
        Desk(url)
    assert "canary" not in str(told.value)


def test_a_desk_that_cannot_be_written_says_where(tmp_path):
    (tmp_path / "data").write_text("a file, not a folder")
    with pytest.raises(Trouble, match=r"desk .*data/desk.sqlite: .*may this user write"):
        Desk(f"sqlite:///{tmp_path}/data/desk.sqlite")


def test_a_damaged_desk_says_so_in_one_line(tmp_path):
    (tmp_path / "desk.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(Trouble, match="file is not a database") as told:
        Desk(f"sqlite:///{tmp_path}/desk.sqlite")
    assert "\n" not in str(told.value)


def test_what_was_replaced_is_kept_and_what_was_taken_back_is_not(desk):
    first = desk.decide("error_state", "e1", by="ann", payload={"state": "acknowledged"})
    second = desk.decide("error_state", "e1", by="ann", payload={"state": "being_fixed"})
    third = desk.decide("error_state", "e1", by="bob", payload={"state": "fixed"})
    desk.decide("error_state", "e2", by="bob", payload={"state": "fixed"})
    desk.undo(second, by="ann")
    desk.undo(third, by="ann")
    desk.undo(third, by="ann")

    assert [one.decision_id for one in desk.kept(subject="e1")] == [first]
    assert len(desk.since(MONDAY)) == 6
