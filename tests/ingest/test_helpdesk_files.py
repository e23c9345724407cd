"""Exports of helpdesks as files: growing, rewritten, broken; nothing is taken twice or lost."""

import gzip
import json
from datetime import datetime

import pytest
from helpdesk_exports import (
    ANNA,
    MIA,
    NOW,
    Export,
    comment,
    conversation,
    freshdesk_ticket,
    gorgias_ticket,
    message,
    zendesk_ticket,
)
from readings import distinct
from sandwich import rows, settings_for

from ingest.measurable import measurable
from ingest.run import ingest
from ingest.sources import csv, freshdesk, gorgias, zendesk
from sql.desk import Desk
from sql.raw.opening import open_store

ASKED, ANSWERED = comment(1, 10, 0, "Where?"), comment(2, 20, 9, "Tomorrow")
PEOPLE = {"users": [ANNA, MIA]}


def keys(readings):
    return sorted((event.ticket_id, event.event_key) for event in distinct(
        readings, key=lambda event: f"{event.ticket_id} {event.event_key}"))  # fmt: skip


def test_an_unchanged_export_is_not_read_again_and_a_grown_one_gives_what_is_new(tmp_path):
    desk = Export(tmp_path, zendesk)
    first = desk.write(PEOPLE | {"tickets": [zendesk_ticket(comments=[ASKED])]}).read()
    again = desk.read()
    grown = PEOPLE | {"tickets": [zendesk_ticket(comments=[ASKED, ANSWERED], status="solved"),
                                  zendesk_ticket(8)]}  # fmt: skip
    more = desk.write(grown).read()

    assert (len(first.facts), again.facts) == (2, [])
    assert keys([first, more]) == [("7", "closed"), ("7", "created"), ("7", "message:1"),
                                   ("7", "message:2"), ("8", "created")]  # fmt: skip


def test_a_ticket_that_is_exported_again_later_stays_closed_once(tmp_path):
    desk = Export(tmp_path, zendesk)
    one = desk.write([zendesk_ticket(status="closed")]).read()
    two = desk.write([zendesk_ticket(status="closed", updated_at="2026-11-22T09:00:00Z")]).read()

    assert keys([one, two]) == [("7", "closed"), ("7", "created")]


def test_two_exports_that_overlap_hold_each_message_once_in_the_store(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_text(json.dumps(gorgias_ticket(messages=[
            message(1, 0, "Where?"), message(2, 9, "Tomorrow", True)])))  # fmt: skip
    options = gorgias.Options(kind="gorgias", shop="nordlicht", files=(f"{tmp_path}/*.json",))
    settings = settings_for(tmp_path, desk=options)

    (result,) = ingest(settings, Desk(settings.desk_url), polled_at=NOW)

    assert (result.trouble, result.counts) == (None, {"accepted": 3, "duplicate": 3})
    with open_store(settings.raw_path) as store:
        assert len(rows(store, "select * from raw.ticket_events")) == 3


def test_the_same_people_and_comments_in_lines_pages_and_arrays_are_the_same(tmp_path):
    found = []
    ticket = zendesk_ticket(comments=[ASKED, ANSWERED])
    (tmp_path / "users.json").write_text(json.dumps(ANNA) + "\n" + json.dumps(MIA) + "\n")
    for content in ([ticket], {"next_page": None, "tickets": [ticket]}, ticket,
                    {"ticket": {**ticket, "comments": None}, "comments": [ASKED, ANSWERED]}):
        desk = Export(tmp_path, zendesk, people=(f"{tmp_path}/users.json",))
        found.append(desk.write(content).read().facts)

    assert found[0][-1].author_role == "agent"
    assert all(facts == found[0] for facts in found)


def test_a_page_may_be_larger_than_any_single_record(tmp_path):
    many = [zendesk_ticket(n, comments=[comment(n, 10, 0, "x" * 9000)]) for n in range(500)]

    reading = Export(tmp_path, zendesk).write(PEOPLE | {"tickets": many}).read()

    assert (len(reading.facts), reading.trouble) == (1000, None)


def test_an_export_may_be_packed_and_one_that_breaks_off_is_told(tmp_path):
    packed = gzip.compress(json.dumps([zendesk_ticket()]).encode())
    whole = Export(tmp_path, zendesk).write(packed).read()
    cut = Export(tmp_path, zendesk).write(packed[:-20]).read()

    assert ([event.ticket_id for event in whole.facts], whole.trouble) == (["7"], None)
    assert (cut.facts, cut.deferred) == ([], {"file_not_loaded": 1})
    assert cut.trouble and "breaks off" in cut.trouble


def test_an_author_nobody_knows_is_unknown_until_a_file_names_them(tmp_path):
    people = tmp_path / "users.json"
    people.write_text("[]")
    desk = Export(tmp_path, zendesk, people=(str(people),))
    before = desk.write([zendesk_ticket(comments=[ANSWERED])]).read().facts[-1]
    people.write_text(json.dumps([ANNA]))
    after = desk.read().facts[-1]

    assert (before.author_role, before.event_key) == (None, "message:2?")
    assert (after.author_role, after.event_key) == ("agent", "message:2")


def test_a_requester_who_is_a_colleague_stays_one(tmp_path):
    asked = zendesk_ticket(requester_id=20, requester={"id": 20, "email": "anna@nordlicht.example"},
                           submitter_id=20, comments=[comment(1, 20, 0, "To do")])  # fmt: skip
    facts = Export(tmp_path, zendesk).write(PEOPLE | {"tickets": [asked]}).read().facts

    assert [event.author_role for event in facts] == ["agent", "agent"]


@pytest.mark.parametrize(("kind", "good", "bad", "reason"), [
    (zendesk, zendesk_ticket, {"created_at": "yesterday"}, "time.invalid"),
    (zendesk, zendesk_ticket, {"id": None}, "ticket.no_id"),
    (freshdesk, freshdesk_ticket, {"created_at": None}, "event.no_time"),
    (freshdesk, freshdesk_ticket, {"created_at": "2126-01-01T00:00:00Z"}, "time.out_of_range"),
    (gorgias, gorgias_ticket, {"id": []}, "ticket.no_id"),
    (gorgias, lambda number=7, **more: gorgias_ticket(number, **more), {"created_datetime": ""},
     "event.no_time"),
])  # fmt: skip
def test_a_bad_ticket_between_two_good_ones_is_refused_alone(tmp_path, kind, good, bad, reason):
    reading = Export(tmp_path, kind).lines(good(1), good(2, **bad), good(3)).read()

    assert {event.ticket_id for event in reading.facts} == {"1", "3"}
    assert [(one.reason, one.location[:16]) for one in reading.refused] == [
        (reason, "export.json byte")]  # fmt: skip
    assert "mail.example" not in reading.refused[0].detail


def test_a_record_of_something_else_is_refused_and_one_of_a_person_is_ignored(tmp_path):
    reading = Export(tmp_path, zendesk).lines(
        zendesk_ticket(1), {"id": 4, "name": "Macro"}, MIA, zendesk_ticket(3)).read()  # fmt: skip

    assert [one.reason for one in reading.refused] == ["ticket.not_a_ticket"]
    assert (len(reading.facts), reading.ignored) == (2, {"no_ticket": 1})


def test_a_broken_line_between_two_good_ones_is_kept_as_it_stands(tmp_path):
    good = json.dumps(zendesk_ticket(1)).encode()
    bad = b'{"id": 2, "subject": "x", "subject": "y", "created_at": "2026-11-20T10:00:00Z"}'
    reading = Export(tmp_path, zendesk).write(b"\n".join([good, bad, good, b""])).read()

    assert [(one.reason, one.payload) for one in reading.refused] == [
        ("json.duplicate_key", bad)]  # fmt: skip
    assert len(reading.facts) == 2


def test_a_message_that_cannot_be_read_leaves_its_ticket_and_its_neighbours(tmp_path):
    bad = conversation(2, 5, "Hello") | {"created_at": "25:61"}
    said = [conversation(1, 1, "One"), bad, conversation(3, 9, "Three")]
    desk = Export(tmp_path, freshdesk).write([freshdesk_ticket(conversations=said)])

    reading = desk.read()

    assert [event.text for event in reading.facts[2:]] == ["One", "Three"]
    assert [one.reason for one in reading.refused] == ["time.invalid"]


def test_a_refused_message_is_read_again_alone_with_what_it_needs(tmp_path):
    late = comment(2, 20, 9, "Tomorrow") | {"created_at": "2026-12-24T10:00:00Z"}
    desk = Export(tmp_path, zendesk).write(PEOPLE | {"tickets": [zendesk_ticket(comments=[late])]})
    (refused,) = desk.read().refused
    (still,) = desk.reread(refused)
    kind, options = desk.source.kind, desk.source.options
    (batch,) = kind.reread(options, "desk", [refused], datetime(2026, 12, 24, 12))

    assert [one.reason for one in still.refused] == ["time.out_of_range"]
    ((fact, *_),) = batch.items
    assert (fact.event_key, fact.author_role, fact.text) == ("message:2", "agent", "Tomorrow")
    assert batch.place == "" and batch.cursor is None


def test_each_refused_item_gets_one_batch_whatever_it_is(tmp_path):
    desk = Export(tmp_path, zendesk).lines(
        {"id": 4, "name": "Macro"}, zendesk_ticket(2, created_at="no time"))  # fmt: skip
    refused = desk.read().refused

    again = desk.reread(*refused)

    assert [[one.reason for one in batch.refused] for batch in again] == [
        ["ticket.not_a_ticket"], ["time.invalid"]]  # fmt: skip


def test_o08_a_last_line_that_is_still_written_waits_for_its_rest(tmp_path):
    whole = [json.dumps(zendesk_ticket(n)).encode() + b"\n" for n in (1, 2, 3)]
    desk = Export(tmp_path, zendesk)
    before = desk.write(b"".join(whole[:2]) + whole[2][:40]).read()
    after = desk.write(b"".join(whole)).read()

    assert (len(before.facts), before.refused) == (2, [])
    assert before.deferred == {"half_written_row": 1}
    assert keys([before, after]) == [(n, "created") for n in "123"]


@pytest.mark.parametrize("content", [
    b'{"tickets": [{"id": 1, "created_at": "2026-11-20T10:00:00Z"', b"<html>login</html>",
    b"PK\x03\x04xlsx", b'{"tickets": [{"id": 1,, }]}',
])  # fmt: skip
def test_o30_a_file_that_is_no_export_is_refused_whole_and_its_neighbours_are_read(
    tmp_path, content
):
    (tmp_path / "b.json").write_bytes(content)
    for name in ("a", "c"):
        (tmp_path / f"{name}.json").write_text(json.dumps([zendesk_ticket(f"{name}1")]))
    desk = Export(tmp_path, zendesk, files=(f"{tmp_path}/*.json",))

    reading = desk.read()

    assert {event.ticket_id for event in reading.facts} == {"a1", "c1"}
    assert reading.deferred == {"file_not_loaded": 1} and reading.polls == []
    assert reading.trouble and "b.json" in reading.trouble and "\n" not in reading.trouble


def test_an_export_is_evidence_of_the_helpdesk_as_far_as_it_was_written(tmp_path):
    desk = Export(tmp_path, zendesk).write([zendesk_ticket(comments=[ASKED])])
    desk.age(3600)

    (poll,) = desk.read().polls

    assert (poll.path, poll.role, poll.shop) == ("desk", "helpdesk", "nordlicht")
    assert (poll.oldest_item_at, poll.polled_at) == (datetime(2026, 11, 20, 10), NOW)
    assert poll.newest_item_at == datetime(2026, 11, 23, 11)


def test_only_what_the_settings_allow_is_kept(tmp_path):
    foreign = zendesk_ticket(2, requester_id=11, submitter_id=11)
    tickets = [zendesk_ticket(1, comments=[ASKED]), foreign]
    desk = Export(tmp_path, zendesk, addresses=("mail.example",), since=datetime(2026, 11, 20))
    reading = desk.write(PEOPLE | {"tickets": tickets}).read()

    assert {event.ticket_id for event in reading.facts} == {"1"}
    assert reading.ignored == {"address_not_allowed": 1}

    late = Export(tmp_path, zendesk, since=datetime(2026, 11, 21)).read()
    assert (late.facts, late.ignored) == ([], {"before_since": 3})


def test_doctor_counts_the_files_and_says_which_is_no_export(tmp_path):
    desk = Export(tmp_path, zendesk).write([zendesk_ticket()])
    (good,) = zendesk.probe(desk.source.options, "desk")
    (bad,) = zendesk.probe(desk.write(b"<html>").source.options, "desk")

    assert (good.items, good.trouble) == (1, None)
    assert bad.trouble == "export.json is a web page; let the helpdesk export JSON"


def test_a_helpdesk_alone_shows_whether_customers_are_answered_in_time(tmp_path):
    by_vendor = zendesk.Options(kind="zendesk", shop="nordlicht", files=("t.json",))
    by_mapping = csv.Options(kind="csv", shop="nordlicht", table="tickets", files=("t.csv",))
    for options in (by_vendor, by_mapping):
        found = measurable(settings_for(tmp_path, desk=options), [])
        measured = {one.question for one in found if one.is_measurable}
        assert measured == {"Is every message of a customer answered in time?",
                            "Is a customer's first message answered in time?",
                            "Are a customer's further messages answered in time?",
                            "Is help called for where an answer is late?"}  # fmt: skip
