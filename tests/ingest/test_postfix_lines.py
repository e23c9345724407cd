"""Real lines of Postfix, each put behind a syslog head in both forms."""

import json
import re
from datetime import datetime

import pytest
from readings import Source
from testdata import needed_set

from ingest.sources import postfix

NOW = datetime(2026, 11, 23, 9)
HEADS = ("Nov 23 08:00:01 mx1", "2026-11-23T08:00:01.250000+01:00 mx1")
STATED = re.compile(r"(\w+)=(<[^>]*>|[^,]*)(?:,|$)")


def cases() -> list[dict]:
    lines = (needed_set("postfix_lines") / "cases.jsonl").read_text().splitlines()
    return [case for case in map(json.loads, lines) if case["program"]]


def whole_line(head: str, case: dict) -> str:
    # A line end inside a message is written as its octal code.
    message = case["message"].replace("\n", "#012").replace("\r", "#015")
    return f"{head} postfix/{case['program']}[4711]: {message}\n"


def read_lines(folder, lines, **options):
    log = folder / "mail.log"
    log.write_text("".join(lines))
    chosen = {"kind": "postfix", "files": (str(log),), "zone": "Europe/Berlin", **options}
    return Source(postfix, "log", postfix.Options(**chosen)).read(NOW)


@pytest.mark.parametrize("head", HEADS)
def test_no_line_of_a_real_log_stays_unexplained(tmp_path, head):
    lines = [whole_line(head, case) for case in cases()]

    reading = read_lines(tmp_path, lines)

    assert len(lines) == 178
    assert reading.items_read == 178
    assert reading.refused == []


@pytest.mark.parametrize("head", HEADS)
def test_exactly_the_lines_with_an_outcome_for_a_mail_become_events(tmp_path, head):
    telling = [case for case in cases() if re.search(r"status=(?!undeliver)", case["message"])]

    reading = read_lines(tmp_path, [whole_line(head, case) for case in cases()])

    assert [event.queue_id for event in reading.facts] == [
        case["expected"]["postfix_queueid"] for case in telling
    ]
    assert {event.event for event in reading.facts} == {"sent", "deferred", "bounced", "expired"}


def test_every_delivery_line_gives_the_fields_that_it_states(tmp_path):
    for case in cases():
        expected, stated = case["expected"], case["expected"].get("postfix_keyvalue_data", "")
        parts = {name: value.strip("<>") for name, value in STATED.findall(stated)}
        if "to" not in parts or "relay" not in parts or parts.get("status") == "undeliverable":
            continue
        reading = read_lines(tmp_path, [whole_line(HEADS[0], case)])
        if reading.ignored["address_probe"]:
            continue
        (found,) = reading.facts
        replies = ("smtp_response", "error_response", "local_response", "pipe_response")
        assert found.queue_id == expected["postfix_queueid"]
        assert found.recipient == parts["to"].lower(), case["id"]
        original = parts.get("orig_to")
        assert found.original_recipient == (original and original.lower()), case["id"]
        assert found.relay == parts["relay"], case["id"]
        assert found.delay_seconds == float(parts["delay"]), case["id"]
        assert found.dsn == parts["dsn"], case["id"]
        assert found.event in (expected.get("postfix_status", found.event), "deferred"), case["id"]
        for name in replies:
            said = expected.get(f"postfix_{name}", found.reply)
            assert found.reply == said.replace("\n", "#012").replace("\r", "#015"), case["id"]


def test_every_message_id_sender_and_end_of_a_mail_is_read(tmp_path):
    for case in cases():
        expected, message = case["expected"], case["message"]
        lives = lives_after(tmp_path, whole_line(HEADS[0], case), expected.get("postfix_queueid"))
        if "postfix_message-id" in expected:
            assert lives[0].message_id == (expected["postfix_message-id"] or None), case["id"]
        if case["program"] == "qmgr" and "from=" in message:
            is_expired = expected.get("postfix_status") == "expired"
            assert [event.event for event in lives] == ["expired"] * is_expired + ["sent"]
            sender = re.search("from=<([^>]*)>", message)
            assert sender and lives[-1].sender == sender[1].lower(), case["id"]
        if case["program"] == "qmgr" and message.endswith(": removed"):
            assert lives[-1].generation == "2026-11-23T07:30:00", case["id"]


def lives_after(folder, line: str, queue_id: str | None):
    """The events of a line, and of a later delivery under a queue id that was in use before."""
    sent = "to=<kim@customer.example>, relay=mx, delay=1, dsn=2.0.0, status=sent (250 ok)"
    around = "Nov 23 0{}:30:00 mx1 postfix/{}[1]: {}: {}\n"
    used = around.format(7, "qmgr", queue_id or "AB123", "from=<>, size=1, nrcpt=1 (queue active)")
    later = around.format(8, "smtp", queue_id or "AB123", sent)
    return read_lines(folder, [used, line, later]).facts


def test_an_address_that_postfix_only_asked_about_is_no_delivery(tmp_path):
    lines = [whole_line(HEADS[0], case) for case in cases() if case["id"] == "error_0002"]

    reading = read_lines(tmp_path, lines)

    assert (reading.facts, reading.ignored) == ([], {"address_probe": 1})


def test_a_delivery_line_nobody_can_read_is_kept_and_the_lines_around_it_count(tmp_path):
    good = "Nov 23 08:00:0{} mx1 postfix/smtp[1]: AB12{}: to=<kim@customer.example>, " \
           "relay=mx[1.2.3.4]:25, delay=1.9e-05, delays=0/0/0/0, dsn=2.0.0, status=sent (250 ok)\n"
    bad = "Nov 23 08:00:02 mx1 postfix/smtp[1]: AB124: to=<kim@customer.example>, rel\n"
    odd = "Nov 23 08:00:02 mx1 postfix/smtp[1]: AB125: to=<k@c.example>, relay=mx, delay=1, " \
          "dsn=2.0.0, status=teleported (ok)\n"

    reading = read_lines(tmp_path, [good.format(1, 3), bad, odd, "no head at all\n",
                                    good.format(3, 6)])

    assert [event.delay_seconds for event in reading.facts] == [1.9e-05, 1.9e-05]
    assert [row.reason for row in reading.refused] == [
        "log.truncated", "log.unparsed", "log.unparsed",
    ]  # fmt: skip
    assert reading.refused[0].payload == bad.rstrip("\n").encode()
    assert "customer" not in " ".join(row.detail + row.location for row in reading.refused)


def test_what_others_write_into_the_log_is_ignored_by_reason(tmp_path):
    reading = read_lines(tmp_path, [
        "Nov 23 08:00:01 mx1 dovecot: imap-login: Login: user=<kim>\n",
        "Nov 23 08:00:01 mx1 /usr/sbin/cron[12]: (root) CMD (true)\n",
        "Nov 23 08:00:01 mx1 -- MARK --\n",
        "-- Boot 5f0c3d1e --\n",
        "Nov 23 08:00:01 mx1 last message repeated 3 times\n",
        "Nov 23 08:00:01 mx1 postfix/smtp[1]: message repeated 2 times: [ AB123: to=<k@c.example>, "
        "relay=mx, delay=1, delays=0/0/0/1, dsn=4.0.0, status=deferred (try later)]\n",
        "\0\0\0\0\0\n",
    ])  # fmt: skip

    assert reading.ignored == {"not_postfix": 4, "repeated": 5, "blank": 1}
    assert reading.refused == []


def test_a_line_without_end_or_sense_does_not_take_the_next_one_with_it(tmp_path):
    good = "Nov 23 08:00:03 mx1 postfix/smtp[1]: AB126: to=<k@c.example>, relay=mx, delay=1, " \
           "delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)\n"

    reading = read_lines(tmp_path, ["Nov 23 08:00:01 mx1 " + "x" * 4_000_000 + "\n", good])

    assert [row.reason for row in reading.refused] == ["log.line_too_long"]
    assert [event.queue_id for event in reading.facts] == ["AB126"]


def test_a_reply_with_a_made_up_delivery_in_it_stays_a_reply(tmp_path):
    lie = "host mx[1.2.3.4] said: 550 no (in reply to RCPT) to=<x@y.example>, relay=mx, " \
          "delay=1, dsn=2.0.0, status=sent (250 ok)"
    reading = read_lines(tmp_path, [
        "Nov 23 08:00:01 mx1 postfix/smtp[1]: AB123: to=<kim@customer.example>, relay=mx, "
        f"delay=1, delays=0/0/0/1, dsn=5.0.0, status=bounced ({lie})\n",
    ])  # fmt: skip

    (event,) = reading.facts
    assert (event.event, event.recipient, event.reply_code, event.reply) == (
        "bounced", "kim@customer.example", "550", lie,
    )  # fmt: skip
