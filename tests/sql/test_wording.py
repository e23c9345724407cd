"""Numbers, times and verdicts read the same on pages and in reports."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from sql import wording, wording_lists, wording_rules
from sql.wording_not_taken import NOT_TAKEN

CHECKS = Path(wording.__file__).parent / "checks"
PROGRAM = Path(wording.__file__).parent.parent
KINDS = "csv|event|json|log|mail|number|order|parquet|record|row|ticket|time|truth"
REFUSAL = rf"""["']((?:{KINDS})\.[a-z0-9_]+)["':]"""
FILES = {"export.csv", "mail.log"}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.984, "98.4 %"), (1, "100.0 %"), (0, "0.0 %"), (None, "–"), (float("nan"), "–"),
        (0.9996, "over 99.9 %"), (0.9994, "99.9 %"), (0.0004, "under 0.1 %"), (0.0006, "0.1 %"),
    ],
)  # fmt: skip
def test_a_share_never_rounds_up_to_all_nor_down_to_none(value, words):
    assert wording.share(value) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"), (59.4, "59 s"), (59.6, "1 min"), (195, "3 min 15 s"), (300, "5 min"),
        (3599.7, "1 h"), (3660, "1 h 1 min"), (86400, "24 h"), (86460, "24 h 1 min"),
        (172799, "2.0 d"), (691200, "8.0 d"), (-195, "-3 min 15 s"), (None, "–"),
        (float("nan"), "–"),
    ],
)  # fmt: skip
def test_a_length_of_time_reads_as_people_say_it(seconds, words):
    assert wording.duration(seconds) == words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (0.012, "+1.2 pts"), (-0.012, "-1.2 pts"), (0, "no change"), (0.00049, "no change"),
        (-0.00049, "no change"), (0.0006, "+0.1 pts"), (None, "–"),
    ],
)  # fmt: skip
def test_a_change_under_a_twentieth_of_a_point_is_none(change, words):
    assert wording.points(change) == words


def test_counts_have_thin_spaces_and_the_unknown_is_a_dash():
    assert wording.count(12345) == "12\u2009345"
    assert wording.count(1234567) == "1\u2009234\u2009567"
    assert wording.count(999) == "999"
    assert wording.count(None) == wording.count(float("nan")) == "–"
    assert [wording.plural(n, "order") for n in (0, 1, 2)] == ["0 orders", "1 order", "2 orders"]
    assert wording.plural(2, "inquiry", "inquiries") == "2 inquiries"


def test_a_time_is_shown_in_the_shops_zone_with_its_name():
    winter, summer = datetime(2026, 11, 23, 7, 40), datetime(2026, 7, 1, 22, 30)
    assert wording.moment(winter, "Europe/Berlin") == "Mon 23 Nov 2026, 08:40 CET"
    assert wording.moment(summer, "Europe/Berlin") == "Thu 2 Jul 2026, 00:30 CEST"
    assert wording.clock(winter, "Europe/London") == "07:40 GMT"
    assert wording.moment(None, "Europe/Berlin") == wording.moment(pd.NaT) == "–"


@pytest.mark.parametrize(
    ("monday", "words"),
    [
        (date(2026, 11, 16), "16 to 22 Nov 2026"),
        (date(2026, 11, 30), "30 Nov to 6 Dec 2026"),
        (date(2026, 12, 28), "28 Dec 2026 to 3 Jan 2027"),
        (None, "–"),
    ],
)
def test_a_week_names_both_its_ends(monday, words):
    assert wording.week(monday) == words


def test_an_age_counts_back_from_a_given_time():
    at = datetime(2026, 11, 23, 12)
    assert wording.ago(at - timedelta(minutes=90), at) == "1 h 30 min ago"
    assert wording.ago(None, at) == "–"


def test_an_interval_names_both_its_ends():
    assert wording.interval(0.971, 0.992) == "97.1 to 99.2 %"
    assert wording.interval(None, 0.992) == "–"


def test_what_was_not_found_says_where_and_until_when_was_looked():
    at = datetime(2026, 11, 23, 7, 40)
    berlin = "Europe/Berlin"
    assert wording.not_found("confirmation", ["archive"], at, berlin) == (
        "no confirmation found in the archive until 08:40 CET"
    )
    assert wording.not_found("confirmation", ["archive", "mail server log"], at, berlin) == (
        "no confirmation found in the archive or the mail server log until 08:40 CET"
    )
    assert wording.not_found("confirmation", [], None, berlin) == (
        "no confirmation can be seen: what is connected was not read yet"
    )


def test_every_verdict_of_the_definitions_has_plain_words():
    mail = "on_time late missing waiting bounced unknown implausible excluded too_early".split()
    outcomes = (
        "in_time late open due_soon overdue closed_unanswered answered_unseen answered_elsewhere"
        " bot unknown"
    ).split()
    for words in wording_lists.VERDICTS.values():
        assert set(mail) <= words.keys()
    assert set(outcomes) == wording_lists.OUTCOMES.keys()
    assert wording.verdict("missing", "confirmation") == "no confirmation found"
    assert wording.verdict("missing", "shipping_mail") == "no shipping mail found"
    assert wording.outcome("answered_unseen") == "answered from a mailbox that we do not read"
    assert wording.lost_reason("no_link") == "no working tracking link in the mail"
    assert wording.match("thread") == "by an earlier mail of the conversation"


def test_every_way_to_link_a_rating_has_plain_words():
    words = set().union(*(re.findall(r"'([a-z_]+)'(?: as link_how| end,)", path.read_text())
                          for path in (CHECKS.parent / "facts").glob("feedback*.sql")))
    assert words == wording_lists.LINKS.keys()
    assert wording.rating(0.75) == "75 of 100"
    assert wording.rating(None) == wording.rating(float("nan")) == "of an unknown scale"
    assert wording.match("field") == "by the order number in the ticket"
    assert {"helpdesk", "feedback"} < wording_lists.ROLES.keys()


def test_every_rule_there_is_has_a_heading():
    rules = {path.stem.upper() for path in CHECKS.glob("*.sql")}
    assert rules and rules <= wording_rules.RULES.keys()


def test_every_reason_for_a_refusal_has_plain_words():
    paths = [*PROGRAM.glob("ingest/**/*.py"), *PROGRAM.glob("sql/*_*.py")]
    reasons = {found for path in paths for found in re.findall(REFUSAL, path.read_text())} - FILES

    assert {"csv.quote", "event.no_recipient", "mail.empty", "row.conflict"} < reasons
    assert reasons - NOT_TAKEN.keys() == set()


def test_a_word_that_came_later_is_still_readable():
    assert wording.verdict("half_way") == "half way"
    assert wording.rule("HALF_WAY_THERE") == "Half way there"
    assert wording.reason(None) == wording.verdict(float("nan")) == "–"  # type: ignore[arg-type]
