"""Errors that come back: by rank, one of them, decisions about it; templates and their names."""

import json

import duckdb
import pytest

from dashboard import error_decisions, learnt, mails, read
from sql import wording_errors


def texts(at) -> str:
    kinds = (at.title, at.subheader, at.text, at.caption, at.markdown)
    return "\n".join(str(one.value) for kind in kinds for one in kind)


def table(at, heading: str):
    return next(one.value for one in at.dataframe if heading in one.value.columns)


def review(open_page, **asked):
    at = open_page("template_review", **asked)
    assert not at.exception
    return at


def forget(settings, *names: str) -> None:
    build = next((settings.parent / "data" / "builds").glob("build-*.duckdb"))
    with duckdb.connect(str(build)) as db:
        for name in names:
            db.execute(f"delete from {name}")


def decisions(key: str) -> list[dict]:
    return [json.loads(one.payload) for one in error_decisions.history(key)]


def test_open_errors_stand_by_rank_in_words_with_their_weeks_and_versions(open_page):
    rows = table(review(open_page), "What is wrong")

    assert list(rows["What is wrong"]) == ["Null word for a value", "Placeholder left"]
    assert list(rows["Template"]) == ["Shipping mail, German", "Order confirmation, French"]
    assert list(rows["State"]) == ["new", "new"]
    assert list(rows["Per 1,000"]) == ["20.0", "222.2"]
    assert list(rows["Versions"]) == ["1 to 2", ""]
    assert list(rows["Trend"]) == ["▲ more often", "too few to say"]
    assert list(rows["Told"]) == ["everywhere", "only in the digest"]
    assert list(rows["Week by week"].iloc[0])[:4] == [0, 1, 2, 0]


@pytest.mark.parametrize(("asked", "found"), [
    ({"state": "On probation"}, ["Wording differs from the template"]),
    ({"state": "Resolved"}, ["Garbled letters"]),
    ({"state": "Set aside"}, ["Text that the template does not have"]),
    ({"template": "Order confirmation, French"}, ["Placeholder left"]),
    ({"state": "All", "severity": "major"}, ["Garbled letters"]),
    ({"shop": "Pétrole & Fils"}, ["Placeholder left"]),
])  # fmt: skip
def test_the_filters_in_the_address_narrow_the_list(open_page, asked, found):
    assert list(table(review(open_page, **asked), "What is wrong")["What is wrong"]) == found


def test_a_filter_that_leaves_nothing_says_so(open_page):
    said = texts(review(open_page, state="Resolved", severity="minor"))

    assert "No error is in this state." in said


def test_old_wording_that_is_still_sent_has_a_section_of_its_own(open_page):
    at = review(open_page)

    assert "31 mails went out with wording that was no longer in force." in texts(at)
    assert list(table(at, "In force")["Old version"]) == ["1"]


def test_an_error_in_the_address_opens_with_what_is_expected_and_what_is_seen(open_page):
    said = texts(review(open_page, error="e-null"))

    assert "Found 12 times in 600 mails, 20.0 per 1,000, 11 customers touched" in said
    assert "Expected: a tracking number" in said
    assert "Seen: the word for nothing" in said
    assert "Sendungsnummer" not in said
    assert "e-null" not in said


def test_an_error_that_the_build_does_not_have_is_said_to_be_gone(open_page):
    assert "The newest build has no such error." in texts(review(open_page, error="[x](y)"))


def test_a_probation_says_how_many_clean_mails_are_still_to_go(open_page):
    said = texts(review(open_page, error="e-drift"))

    assert "12 of 59 clean mails so far; 47 to go." in said
    assert "3 more were found in wording from before the fix: that is still being sent." in said


def test_the_fault_is_marked_in_the_mail_on_wish_and_each_reading_is_written_down(
    open_page, own_shop
):
    at = review(open_page, settings=own_shop, error="e-null")
    at.toggle(key="mails_error").set_value(True).run()

    assert not at.exception
    assert "Sendungsnummer: ▸None◂" in [one.value for one in at.text]
    assert "Expected: 00340434161094" in texts(at)
    assert "Hallo **Mia** Wolf," in [one.value for one in at.text]
    shown = [one["subject"] for one in read.desk().audit_log() if one["action"] == "read a mail"]
    assert sorted(shown) == ["m-ship-n1", "m-ship-n2"]


@pytest.mark.parametrize("role", ["manager", "template owner"])
def test_a_role_without_the_right_sees_what_kind_of_fault_but_no_text(
    open_page, own_shop, monkeypatch, role
):
    monkeypatch.setattr(read, "role", lambda: role)
    at = review(open_page, settings=own_shop, error="e-null")

    assert "Seen: the word for nothing" in texts(at)
    assert texts(at).count(mails.HIDDEN) == 3  # examples, wording, learnt templates
    assert not at.toggle
    assert mails.texts(["m-ship-n1"]) == {} and mails.found(["n1"]) == {}
    assert read.desk().audit_log() == []


def test_a_mute_without_a_reason_is_refused_and_with_one_leaves_the_open_errors(
    open_page, own_shop
):
    at = review(open_page, settings=own_shop, error="e-null")
    at.button(key="decide_muted").click().run()
    assert "error state muted: needs a reason" in texts(at)
    assert decisions("e-null") == []

    at.text_input(key="mute_why").set_value("the sale ends on Friday")
    at.button(key="decide_muted").click().run()

    assert not at.exception
    assert [one["state"] for one in decisions("e-null")] == ["muted"]
    assert list(table(at, "What is wrong")["What is wrong"]) == ["Placeholder left"]
    assert "the sale ends on Friday" in texts(at)
    undo = next(one for one in at.button if one.key and one.key.startswith("undo_error_"))
    undo.click().run()
    assert decisions("e-null") == []
    assert len(table(at, "What is wrong")) == 2


def test_a_fix_by_a_version_begins_its_probation_at_once(open_page, own_shop):
    at = review(open_page, settings=own_shop, error="e-null")
    at.selectbox(key="fix_version").select("2")
    at.button(key="decide_fixed").click().run()

    assert not at.exception
    assert decisions("e-null") == [{"state": "fixed", "fixed_version": "2"}]
    assert "Said to be fixed: with the next build it is counted" in texts(at)


def test_who_mends_it_is_its_owner_at_once(open_page, own_shop):
    at = review(open_page, settings=own_shop, error="e-null")
    at.text_input(key="fix_owner").set_value("Anna")
    at.button(key="decide_being_fixed").click().run()

    assert "Owner: Anna." in texts(at)
    assert decisions("e-null") == [{"state": "being_fixed", "owner": "Anna"}]


def test_a_finding_is_said_to_be_none_on_the_page(open_page, own_shop):
    at = review(open_page, settings=own_shop, error="e-null")
    at.button(key="no_error_n1").click().run()

    assert error_decisions.judged() == {"n1": False}
    assert "said to be none" in texts(at)


def test_templates_tell_their_clean_share_and_how_hard_they_read(open_page):
    at = review(open_page)
    rows = table(at, "Reading")

    assert list(rows["Reading"]) == ["hard (Flesch 44)", "easy (LIX 33)"]
    assert list(rows["Text changed"]) == ["nothing", "1.2 %"]
    assert list(rows["From"]) == ["learnt from mails", "own files"]
    assert "Least clean: Shipping mail, German, version 2, 96.8 % of 310 mails." in texts(at)


def test_a_learnt_wording_gets_a_name_and_leaves_the_list_until_that_is_undone(
    open_page, own_shop
):
    at = review(open_page, settings=own_shop)
    at.text_input(key="name_nordlicht/l1").set_value("Standard").run()
    at.button(key="use_nordlicht/l1").click().run()

    (decision,) = read.desk().active(learnt.NAMED)
    assert decision.subject == "nordlicht/l1"
    assert json.loads(decision.payload) == {"name": "Standard", "kind": "invoice", "locale": "de"}
    assert "No wording waits for a name." in texts(at)
    at.button(key=f"undo_{decision.decision_id}").click().run()
    assert "Invoice, German · nordlicht · 56 mails" in texts(at)
    at.button(key="ignore_nordlicht/l1").click().run()
    assert json.loads(read.desk().active(learnt.NAMED)[0].payload) == {"ignored": True}


def test_without_errors_and_templates_every_part_says_why_it_is_empty(open_page, own_shop):
    forget(own_shop, "cases.recurring_errors", "cases.old_wording", "metrics.template_versions")
    said = texts(review(open_page, settings=own_shop))

    assert "Nothing wrong was found." in said
    assert "No old wording is sent." in said
    assert "No mail fits a template of the shop's own." in said


def test_this_week_names_the_errors_that_came_back_most(open_page):
    said = texts(open_page("this_week"))

    assert "2 open errors in this week. Most often: Null word for a value: tracking number" in said


def test_an_order_tells_a_fault_of_its_mails_in_its_timeline(open_page):
    said = texts(open_page("order", order="=1003", shop="Nordlicht Outdoor"))

    assert "badge[:material/report: Fault found]" in said
    assert "Null word for a value, tracking number (critical)" in said


def test_a_fault_is_found_again_however_its_lines_are_broken():
    found = mails.marked("Guten Tag,\r\nHafenweg 9\r\n24103 Kiel\r\nDanke", "hafenweg 9 24103 kiel")

    assert found == mails.Marked("Guten Tag,", "▸Hafenweg 9\n24103 Kiel◂", "Danke")
    assert mails.marked("Guten Tag", None, "", "Kiel") is None
    assert mails.marked("a+b", "a+b") == mails.Marked("", "▸a+b◂", "")


@pytest.mark.parametrize(("lix", "ease", "said"), [
    (29.9, None, "very easy (LIX 30)"), (40, None, "medium (LIX 40)"),
    (61, None, "very hard (LIX 61)"), (61, 71, "easy (Flesch 71)"),
    (20, 29, "very hard (Flesch 29)"), (None, None, "–"),
])  # fmt: skip
def test_how_hard_a_text_reads_is_told_in_a_word(lix, ease, said):
    assert wording_errors.reading(lix, ease) == said
