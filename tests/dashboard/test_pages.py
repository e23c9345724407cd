"""Every page opens, asks its question, and keeps its filters in the address."""

import ast
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

import dashboard.look
from dashboard import read

VIEWS = sorted((Path(dashboard.look.__file__).parent / "views").glob("[0-9]*.py"))
NAMES = [path.stem.partition("_")[2] for path in VIEWS]


def texts(at) -> str:
    kinds = (at.title, at.subheader, at.text, at.caption, at.markdown)
    return "\n".join(str(one.value) for kind in kinds for one in kind)


def test_the_pages_of_the_design_are_all_there():
    assert NAMES == [
        "start", "this_week", "inquiries", "confirmations", "tracking", "template_review",
        "complaints", "order", "trust",
    ]  # fmt: skip


@pytest.mark.parametrize("path", VIEWS, ids=NAMES)
def test_the_title_of_a_page_is_its_question(open_page, path):
    at = open_page(path.stem.partition("_")[2])

    assert not at.exception
    assert at.title[0].value == ast.get_docstring(ast.parse(path.read_text()))
    assert at.title[0].value.endswith("?")


@pytest.mark.parametrize("name", NAMES)
def test_a_page_before_the_first_build_says_what_to_run(open_page, unbuilt_shop, name):
    at = open_page(name, settings=unbuilt_shop)

    assert not at.exception
    assert "Nothing was built yet" in texts(at)
    assert "trackrecord build" in at.code[0].value


def test_missed_targets_are_counted_from_the_cards_that_are_shown(open_page):
    at = open_page("this_week")

    words = [one.value for one in at.markdown]
    missed = sum("missed" in word for word in words)
    verdict = next(one.value for one in at.text if " missed: " in one.value)
    assert len(at.metric) == 7
    assert verdict.startswith(f"{missed} of 6 targets missed")


def test_a_share_under_its_target_is_orange_even_when_it_rose(open_page):
    at = open_page("this_week", shop="Nordlicht Outdoor")

    for metric in at.metric[:6]:
        target = float(metric.proto.delta_description.split()[1])
        expected = "GREEN" if float(metric.value.split()[0]) >= target else "ORANGE"
        assert metric.proto.MetricColor.Name(metric.proto.color) == expected


def test_a_shop_in_the_address_narrows_the_page(open_page):
    at = open_page("this_week", shop="Pétrole & Fils")

    assert at.selectbox(key="shop").value == "petrol"
    shown = at.dataframe[0].value
    assert set(shown["Shop"]) == {"petrol"}


def test_an_unknown_filter_in_the_address_is_ignored(open_page):
    at = open_page("confirmations", shop="nobody", weeks="9999", channel="'; drop table x")

    assert not at.exception
    assert at.selectbox(key="shop").value == "all"


def test_a_silent_source_is_said_before_any_number(open_page):
    assert "petrol_support/INBOX: nothing newer than" in texts(open_page("this_week"))


def test_two_shops_with_one_order_number_are_both_offered(open_page):
    at = open_page("order", order="#=1012")

    assert "2 shops have an order with this number." in texts(at)
    assert at.button_group[0].options == ["Nordlicht Outdoor", "Pétrole & Fils"]


def test_an_unknown_order_number_says_so(open_page):
    assert "No order has this number." in texts(open_page("order", order="999999"))


def test_an_order_shows_mails_deliveries_inquiries_and_replies_in_their_order(open_page):
    at = open_page("order", order="=1003", shop="Nordlicht Outdoor")

    events = [one.value for one in at.markdown if "badge[" in one.value]
    said = " ".join(events)
    steps = ["Order placed", "Order confirmation sent", "Order confirmation delivered",
             "Answered", "Shipped", "Shipping mail sent", "Parcel delivered"]  # fmt: skip
    places = [said.index(step) for step in steps]
    assert places == sorted(places)


def test_an_order_shows_what_was_said_in_the_helpdesk_and_how_it_was_rated(open_page):
    at = open_page("order", order="=1001", shop="Nordlicht Outdoor")

    badges = [one.value for one in at.markdown if "badge[" in one.value]
    said = " ".join(badges)
    steps = ["Customer wrote", "Bot answered", "Answered", "Message came in", "Escalated",
             "Ticket closed", "Customer rated"]  # fmt: skip
    places = [said.index(step) for step in steps]
    assert places == sorted(places)
    assert said.count("Ticket closed") == 1
    details = [one.value for one in at.text]
    assert "75 of 100, with a comment, linked by the customer's last delivery" in details
    # a note is nobody's answer, and what is a mail as well is shown as the mail
    assert sum(detail.startswith("helpdesk, ticket 7[x]") for detail in details) == 6
def test_an_order_shows_its_changes_and_promises_and_whether_they_were_told_and_kept(open_page):
    changed, broken = (open_page("order", order=number, shop="Nordlicht Outdoor")
                       for number in ("=1001", "=1002"))  # fmt: skip

    assert "badge[:material/edit: Order changed]" in "\n".join(m.value for m in changed.markdown)
    assert "quantity, total, the customer was told: no mail about it found" in texts(changed)
    assert "Mail about the change was due" in texts(changed)
    assert "Delivery promised" in texts(broken) and "Delivery promised anew" in texts(broken)
    assert "S=1002, not kept, not done until what was read" in texts(broken)


def test_broken_promises_and_untold_changes_are_listed_where_they_are_explained(
    open_page, own_shop
):
    build = next((own_shop.parent / "data" / "builds").glob("build-*.duckdb"))
    with duckdb.connect(str(build)) as db:  # into weeks that are complete
        for table, day in (("promises", "until_at"), ("order_notices", "clock_starts_at")):
            db.execute(f"update facts.{table} set {day} = {day} - interval 7 day")
    tracking, confirmations = (
        open_page(page, settings=own_shop) for page in ("tracking", "confirmations")
    )
    due = range(46)  # of each shop; later ones fall due in the week that is not complete
    late = [n for n in due if n % 9 == 2 or n % 10 == 2 or n % 10 > 4]

    assert not tracking.exception and not confirmations.exception
    assert "Promises kept" in texts(tracking)
    assert f"{2 * len(late)} promises of these weeks not kept. For 10, what" in texts(tracking)
    broken = tracking.dataframe[-1].value
    assert set(broken["Result"]) == {"not kept"} and len(broken) == 2 * len(late)
    untold = confirmations.dataframe[-1].value
    assert set(untold["Result"]) == {"no mail about it found"} and len(untold) == 10


def test_an_order_mail_that_the_customer_reported_as_spam_is_shown_as_that(open_page, own_shop):
    build = next((own_shop.parent / "data" / "builds").glob("build-*.duckdb"))
    with duckdb.connect(str(build)) as db:
        db.execute("update staging.mail_deliveries set state = 'complained'")

    said = " ".join(one.value for one in open_page(
        "order", settings=own_shop, order="=1003", shop="Nordlicht Outdoor").markdown)  # fmt: skip

    assert "Order confirmation marked spam" in said
    assert "Order confirmation delivered" not in said


def test_a_failed_build_is_said_with_its_reason_and_what_is_shown_instead(open_page, own_shop):
    at = datetime(2026, 11, 23, 8, 0)
    read.desk().record_build(None, at, at, "failed", "proofs.sums: not true that all add up")

    said = texts(open_page("this_week", settings=own_shop))

    assert "The last build failed" in said
    assert "not true that all add up" in said
    assert "The pages show the build of Sun 22 Nov 2026" in said


def test_a_first_build_that_failed_says_why(open_page, unbuilt_shop, monkeypatch):
    monkeypatch.setenv("TRACKRECORD_SETTINGS", str(unbuilt_shop))
    at = datetime(2026, 11, 23, 8, 0)
    read.desk().record_build(None, at, at, "failed", "proofs.sums: not true that all add up")

    said = texts(open_page("trust", settings=unbuilt_shop))

    assert "No build yet: the last one failed" in said
    assert "not true that all add up" in said


@pytest.mark.parametrize("part", ["Sources", "Clocks", "Runs", "Nothing vanishes", "Refused items",
                                  "Definitions", "Builds", "Who did what"])  # fmt: skip
def test_every_part_of_trust_opens(open_page, part):
    at = open_page("trust", part=part)

    assert not at.exception
    assert at.subheader[0].value.endswith("?")


def test_clocks_that_disagree_are_named_with_what_follows_from_it(open_page):
    said = texts(open_page("trust", part="Clocks"))

    assert "No: by up to 1 min 30 s. Nothing is called late for less than that." in said


def test_what_may_be_missing_of_a_source_is_said_above_the_table(open_page):
    said = texts(open_page("trust", part="Sources"))

    assert "2 places are read; 1 has nothing new. Of 1 something may be missing." in said
    assert "petrol_support/INBOX: 2 mails could not be read" in said


def test_where_inquiries_cannot_be_seen_nobody_is_said_to_be_answered(open_page, own_shop):
    build = next((own_shop.parent / "data" / "builds").glob("build-*.duckdb"))
    with duckdb.connect(str(build)) as db:
        db.execute("update metrics.measured set state = 'not_measurable'")

    week = open_page("this_week", settings=own_shop)
    assert "Inquiries are not measured yet." in texts(week)
    assert "Nobody waits for an answer." not in texts(week)
    assert week.metric[6].value == "–"
    inquiries = texts(open_page("inquiries", settings=own_shop))
    assert "Nobody can be seen waiting yet." in inquiries
    assert "Nothing is overdue." not in inquiries
