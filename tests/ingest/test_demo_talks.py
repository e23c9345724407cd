"""What the demo shop plants of conversations: every kind, way and outcome, and just beside it."""

import csv
import email
import email.policy
import json
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from ingest.demo import make
from ingest.demo.cast import FJORDKIND, NORDLICHT
from ingest.demo.escalation_truth import escalations
from ingest.demo.hours import Hours
from ingest.demo.kind_truth import kind_of, kinds, topics
from ingest.demo.reply_clocks import Clock, due
from ingest.demo.script import write_script
from ingest.demo.truth import waits
from ingest.demo.wording import letter_words

UNTIL = datetime(2026, 11, 23, 9, 0)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")
LANGUAGES = {"de", "en", "fr", "es"}
SEEDS = Path(__file__).parents[2] / "sql" / "seeds"
MACHINES = ("absence", "receipt", "out_of_office", "read_receipt", "calendar", "bulk", "bulk_text",
            "offer_list", "spam", "spam_text", "spam_status", "spam_junk", "internal",
            "thanks")  # fmt: skip


@pytest.fixture(scope="module", params=[(800, 13, 1), (800, 13, 2), (5000, 13, 3)], ids=str)
def script(request):
    orders, weeks, seed = request.param
    return write_script(orders, weeks, UNTIL, Random(seed))


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("talks")
    make(folder, 500, 13, 4, UNTIL)
    return folder


def held(line: dict, name: str) -> str:
    return [s[name] for s in line["states"] if not s["from_at"] or s["from_at"] <= at(UNTIL)][-1]


def at(moment: datetime) -> str:
    return moment.isoformat()


def test_every_kind_of_mail_comes_in_all_four_languages(script):
    spoken = defaultdict(set)
    for letter in script.letters:
        spoken[letter.kind].add(letter.language)
    for kind in (*MACHINES, "inquiry", "form", "service_form", "reply", "escalation"):
        assert spoken[kind] == LANGUAGES, kind
    told = Counter(line["states"][0][1] for line in kinds(script))
    assert set(told) == {
        "inquiry", "auto_reply", "bounce", "bulk", "internal", "spam", "no_answer_needed",
    }  # fmt: skip


def test_every_scene_is_staged_in_every_shop(script):
    assert len(script.scenes) == 72
    assert min(script.scenes.values()) >= 2
    assert {wait.scene for wait in script.waits} - {""} <= set(script.scenes)


def test_every_outcome_is_there_and_no_answer_lies_in_the_future(script):
    outcomes = Counter(held(line, "outcome") for line in waits(script))
    assert set(outcomes) == {
        "in_time", "late", "open", "due_soon", "overdue", "answered_unseen",
        "answered_elsewhere", "bot", "unknown",
    }  # fmt: skip
    assert all(w.first.at < UNTIL and (w.answered_at or w.first.at) < UNTIL for w in script.waits)
    assert all(letter.at < UNTIL or letter.kind == "bounce" for letter in script.letters)


def test_there_are_four_conversations_for_ten_orders():
    script = write_script(5000, 13, UNTIL, Random(3))
    assert 0.4 <= len(script.waits) / 5000 <= 0.55


def test_every_topic_is_asked_about_and_named_as_the_shop_names_it(script):
    with (SEEDS / "topics.csv").open(newline="", encoding="utf-8") as file:
        known = {row["topic"] for row in csv.DictReader(file)}
    asked = Counter(line["states"][0][1] for line in topics(script))
    assert set(asked) == known - {"no_answer_needed"}


def test_each_language_has_words_for_the_same_things():
    german = letter_words("de")
    for language in LANGUAGES:
        words = letter_words(language)
        for part in ("subjects", "texts"):
            assert words[part].keys() == german[part].keys()
            assert all(words[part].values())


def test_forms_of_one_brand_are_answered_a_second_beside_their_business_due(script):
    gaps = Counter()
    for wait in script.waits:
        if wait.due.is_business and wait.answered_at:
            word = "in_time" if wait.answered_at <= wait.due.at else "late"
            gaps[word, wait.answered_at - wait.due.at] += 1
            assert wait.states[-1] == (wait.answered_at, word)
    assert gaps["in_time", timedelta(0)] and gaps["in_time", -SECOND] and gaps["late", SECOND]
    targets = {clock.target_seconds for clock in script.clocks}
    assert targets == {36_000, 28_800}


def test_a_form_of_the_second_before_a_new_clock_goes_by_the_old_one(script):
    kinds_of_due = defaultdict(set)
    for wait in script.waits:
        if wait.scene == "form_on_the_day_of_change":
            here = wait.first.at.replace(tzinfo=ZoneInfo("UTC")).astimezone(BERLIN)
            kinds_of_due[here.time().isoformat()].add(wait.due.is_business)
    assert kinds_of_due == {"23:59:59": {False, True}, "00:00:00": {True}}


def test_escalations_have_every_verdict_and_way_and_stand_a_second_beside_late(script):
    rows = list(escalations(script))
    words = {(row["states"][-1][1], row["how"]) for row in rows}
    assert words == {
        ("in_time", "forwarded"), ("late", "forwarded"), ("in_time", "decision"),
        ("late", "decision"), ("in_time", "folder"), ("late", "folder"), ("missing", None),
        ("waiting", None), ("unknown", None),
    }  # fmt: skip
    gaps = {
        (row["states"][-1][1], row["how"], row["escalated_at"] - row["needed_at"] - 4 * HOUR)
        for row in rows if row["escalated_at"]
    }  # fmt: skip
    for how in ("forwarded", "decision"):
        assert {("in_time", how, timedelta(0)), ("late", how, SECOND)} <= gaps
    ages = {(row["states"][-1][1], UNTIL - row["needed_at"]) for row in rows if not row["how"]}
    beside = {("waiting", SECOND), ("waiting", 4 * HOUR - SECOND), ("missing", 4 * HOUR + SECOND)}
    assert beside <= ages
    missed = [row for row in rows if row["states"][-1][1] == "missing"]
    for row in missed:  # nothing is needed yet when the answer is just due
        assert row["states"] == [
            (row["needed_at"] + SECOND, "waiting"),
            (row["needed_at"] + 4 * HOUR + SECOND, "missing"),
        ]


def test_what_ended_as_escalation_was_due_needed_none_and_a_second_later_did(script):
    needed = {row["key"]["message_id"]: row["states"][-1][1] for row in escalations(script)}
    words = defaultdict(set)
    for wait in script.waits:
        words[wait.scene].add(needed.get(wait.first.message_id))
    assert words["answered_just_unescalated"] == {None}
    for scene in ("answered_a_second_unescalated", "asked_warehouse", "escalated_after_answer",
                  "folder_after_answer", "escalated_never"):  # fmt: skip
        assert words[scene] == {"missing"}, scene


def test_a_thread_taken_up_after_a_month_is_new_a_second_later(script):
    found = defaultdict(list)
    for wait in script.waits:
        found[wait.scene].append(wait)
    assert all(wait.answered_at for wait in found["taken_up_just"])
    assert len(found["taken_up_later"]) == 2 * script.scenes["taken_up_later"]
    ends = Counter(wait.answered_at is None for wait in found["taken_up_later"])
    assert ends[True] == ends[False]


def test_a_decision_ends_a_wait_only_before_our_own_answer(script):
    words = {wait.scene: wait.states[-1][1] for wait in script.waits}
    assert words["elsewhere_just_before"] == words["elsewhere_late"] == "answered_elsewhere"
    assert words["elsewhere_just_after"] == "in_time"
    assert words["elsewhere_after_late"] == "late"


def test_mails_that_a_person_judged_are_what_the_person_said(script):
    decided = {one.message_id: one.payload["kind"] for one in script.decisions
               if one.kind == "mail_kind"}  # fmt: skip
    letters = [letter for letter in script.letters if letter.message_id in decided]
    assert len(letters) == len(decided)
    for letter in letters:
        assert kind_of(letter) == decided[letter.message_id]
    assert set(decided.values()) == {"inquiry", "bulk", "spam", "no_answer_needed"}


@pytest.fixture
def hours():
    week = dict.fromkeys(range(1, 6), (("09:00", "12:00"), ("13:00", "17:00")))
    later = {1: (("20:00", "24:00"),)}
    return Hours(
        BERLIN, {date(1970, 1, 1): week, date(2026, 12, 7): later},
        closed={date(2026, 12, 2): "outing"}, special={date(2026, 12, 5): (("10:00", "11:00"),)},
        breaks={date(2026, 12, 3): (("11:00", "14:00"),)}, region=("DE", "HH"),
    )  # fmt: skip


@pytest.mark.parametrize("first, last, wanted", [
    ("2026-11-30 08:00", "2026-11-30 23:00", 7 * 3600),  # a Monday in Berlin, in UTC
    ("2026-12-02 00:00", "2026-12-02 23:00", 0),  # closed
    ("2026-12-03 00:00", "2026-12-03 22:00", 5 * 3600),  # with a break over noon
    ("2026-12-05 00:00", "2026-12-05 22:00", 3600),  # a Saturday with hours of its own
    ("2026-12-07 08:00", "2026-12-08 22:00", 4 * 3600),  # another week holds
    ("2026-04-02 22:00", "2026-04-06 22:00", 0),  # Good Friday to Easter Monday
    ("2026-10-23 15:00", "2026-10-26 08:30", 1800),  # over the night of the clock change
])  # fmt: skip
def test_business_seconds_of_the_truth_by_hand(hours, first, last, wanted):
    told = hours.between(datetime.fromisoformat(first), datetime.fromisoformat(last))
    assert told == wanted


def test_a_business_due_is_the_end_of_a_window_and_not_the_start_of_the_next(hours):
    begins = datetime(2026, 11, 30, 8, 0)  # nine in Berlin
    assert hours.after(begins, 3 * 3600) == datetime(2026, 11, 30, 11, 0)
    assert hours.after(begins, 3 * 3600 + 1) == datetime(2026, 11, 30, 12, 0, 1)
    assert hours.after(datetime(2026, 12, 4, 17), 3600) == datetime(2026, 12, 5, 10)


def test_the_clock_of_the_day_and_channel_governs(hours):
    clocks = [Clock("nordlicht", "form", date(2026, 12, 1), "business", 7200)]
    asked = datetime(2026, 11, 30, 22, 59, 59)  # a second before midnight in Berlin
    by_day = [
        due(moment, brand, channel, clocks, hours).is_business
        for moment, brand, channel in (
            (asked, NORDLICHT, "form"), (asked + SECOND, NORDLICHT, "form"),
            (asked + SECOND, NORDLICHT, "email"), (asked + SECOND, FJORDKIND, "form"),
        )
    ]  # fmt: skip
    assert by_day == [False, True, False, False]


@pytest.fixture(scope="module")
def mails(shop):
    return {
        str(mail["Message-ID"]).strip("<>"): (path, mail)
        for path in shop.glob("input/*/support/**/*")
        if path.is_file()
        for mail in [email.message_from_bytes(path.read_bytes(), policy=email.policy.default)]
    }


def test_mails_by_text_alone_bear_no_machine_s_headers(shop, mails):
    marks = {"auto-submitted", "x-autoreply", "precedence", "list-id", "list-unsubscribe",
             "x-spam-flag", "x-spam-status"}  # fmt: skip
    script = write_script(500, 13, UNTIL, Random(4))
    looked = Counter()
    for letter in script.letters:
        if letter.message_id in mails:
            path, mail = mails[letter.message_id]
            has_marks = bool(marks & {name.lower() for name in mail.keys()})
            if letter.kind in ("absence", "receipt", "bulk_text", "offer_list", "spam_text"):
                assert not has_marks, letter.kind
            if letter.kind in ("out_of_office", "bulk", "spam", "spam_status"):
                assert has_marks, letter.kind
            assert (path.parts[-3] == ".Junk") == (letter.folder == "Junk")
            looked[letter.kind] += 1
    assert min(looked[kind] for kind in MACHINES) >= 2


def test_on_forms_the_customer_stands_in_reply_to(mails):
    senders = {
        mail["From"].addresses[0].addr_spec
        for _, mail in mails.values()
        if mail["Reply-To"] and mail["Reply-To"].addresses[0].domain != "nordlicht.example"
    }
    assert senders == {"form@nordlicht.example", "form@fjordkind.example", "noreply@forms.example"}


def test_decisions_name_mails_that_were_read(shop, mails):
    lines = [json.loads(line) for line in (shop / "input/decisions.jsonl").read_text().splitlines()]
    assert {line["subject"]["message_id"] for line in lines} <= mails.keys()
    assert {line["kind"] for line in lines} == {"answered_elsewhere", "mail_kind", "escalated"}
    assert [line["made_at"] for line in lines] == sorted(line["made_at"] for line in lines)


def test_the_shop_s_own_seeds_are_its_hours_and_clocks(shop):
    script = write_script(500, 13, UNTIL, Random(4))
    with (shop / "seeds/reply_clocks.csv").open(newline="") as file:
        clocks = [(row["channel"], row["valid_from_day"], row["clock"], row["target_seconds"])
                  for row in csv.DictReader(file)]  # fmt: skip
    assert clocks == [
        (c.channel, c.valid_from.isoformat(), c.clock, str(c.target_seconds)) for c in script.clocks
    ]
    with (shop / "seeds/opening_hours.csv").open(newline="") as file:
        windows = Counter((row["shop"], row["weekday"], row["valid_from_day"])
                          for row in csv.DictReader(file))  # fmt: skip
    assert max(windows.values()) == 3 and {shop for shop, *_ in windows} == set(script.hours)
    assert len({day for *_, day in windows}) == 2
