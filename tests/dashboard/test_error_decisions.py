"""What people decide about errors: refused where it says too little, written, seen, undone."""

import json
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from dashboard import error_decisions, read
from sql.desk import Desk
from sql.trouble import Misuse

TODAY = date(2026, 11, 22)
TOMORROW = datetime.now(UTC).date() + timedelta(days=1)
AT = datetime(2026, 11, 20, 9)


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    desk = Desk(f"sqlite:///{tmp_path}/desk.sqlite")
    monkeypatch.setattr(read, "desk", lambda: desk)
    yield desk
    desk.close()


def built(newest=None, **row):
    """An error as a build made it."""
    usual = {"fingerprint": "e1", "state": "new", "owner": "shipping", "reason": None,
             "state_since_at": pd.Timestamp(AT), "fixed_version": None, "due_day": pd.NaT,
             "muted_until_day": pd.NaT, "newest_decision_id": newest}  # fmt: skip
    return pd.DataFrame([usual | row])


def shown(errors, *columns):
    row = error_decisions.overlaid(errors).iloc[0]
    return tuple(row[column] for column in columns)


@pytest.mark.parametrize("said, why", [
    (("gone",), 'error state "gone": not known'),
    (("muted", " ", TODAY + timedelta(days=1)), "needs a reason"),
    (("accepted",), "needs a reason"),
    (("not_an_error",), "needs a reason"),
    (("muted", "sale"), "needs its last day"),
    (("muted", "sale", TODAY), "is not after today"),
    (("fixed", "", TODAY + timedelta(days=1)), "has no last day"),
    (("muted", "sale", TODAY + timedelta(days=1)), ""),
    (("accepted", "costs too much"), ""),
    (("acknowledged",), ""),
    (("fixed",), ""),
])  # fmt: skip
def test_what_says_too_little_is_refused_with_the_way_out(said, why):
    found = error_decisions.fault(*said, today=TODAY)

    assert (why in found) if why else found == ""
    assert "\n" not in found


def test_what_is_refused_is_not_written(desk):
    with pytest.raises(Misuse, match="needs a reason"):
        error_decisions.decide("e1", "muted", until_day=TOMORROW)()
    with pytest.raises(Misuse, match="say fixed"):
        error_decisions.decide("e1", "acknowledged", fixed_version="2")()

    assert desk.kept() == []


def test_a_decision_says_only_what_was_given_and_is_in_the_audit_log(desk):
    error_decisions.decide("e1", "muted", " sale ", " Ida ", TODAY, TOMORROW)()
    error_decisions.decide("e2", "fixed", fixed_version="3", fixed_at=AT)()

    assert [(one.subject, one.reason, json.loads(one.payload)) for one in desk.kept()] == [
        ("e1", "sale", {"state": "muted", "owner": "Ida", "due_day": "2026-11-22",
                        "until_day": TOMORROW.isoformat()}),
        ("e2", "", {"state": "fixed", "fixed_version": "3", "fixed_at": "2026-11-20 09:00:00"}),
    ]  # fmt: skip
    assert [row["action"] for row in desk.audit_log(2)] == [error_decisions.STATE] * 2


def test_pages_show_a_decision_before_the_next_build_and_without_it_when_undone():
    error_decisions.decide("e1", "acknowledged", owner="Ida")()
    assert shown(built(), "state", "owner") == ("acknowledged", "Ida")
    error_decisions.decide("e1", "fixed", fixed_version="2")()
    assert shown(built(), "state", "owner", "fixed_version") == ("on_probation", "shipping", "2")

    error_decisions.undo(error_decisions.history("e1")[-1])()
    assert shown(built(), "state") == ("acknowledged",)
    error_decisions.undo(error_decisions.history("e1")[-1])()
    assert shown(built(), "state") == ("new",)


def test_what_the_build_made_of_the_newest_decision_stays_until_another_is_made():
    error_decisions.decide("e1", "fixed", fixed_version="2")()
    newest = error_decisions.history("e1")[-1].decision_id

    assert shown(built(newest, state="resolved"), "state") == ("resolved",)
    error_decisions.decide("e1", "muted", "sale", until_day=TOMORROW)()
    assert shown(built(newest, state="resolved"), "state", "muted_until_day") == (
        "muted", pd.Timestamp(TOMORROW))  # fmt: skip


def test_a_decision_that_was_undone_since_the_build_no_longer_shows():
    assert shown(built("gone", state="muted", reason="sale"), "state", "reason") == ("new", None)


def test_fixed_twice_at_once_is_one_and_said_again_later_is_another(desk, monkeypatch):
    error_decisions.decide("e1", "fixed")()
    error_decisions.decide("e1", "fixed")()
    assert len(error_decisions.history("e1")) == 1

    monkeypatch.setattr(error_decisions, "SOON", timedelta(seconds=-1))
    error_decisions.decide("e1", "fixed")()
    assert "fixed_at" in json.loads(error_decisions.history("e1")[1].payload)


def test_a_single_finding_is_judged_and_judged_anew():
    error_decisions.judge("f1", is_error=False, reason="a name")()
    error_decisions.judge("f2", is_error=True)()
    error_decisions.judge("f1", is_error=True)()

    assert error_decisions.judged() == {"f1": True, "f2": True}
