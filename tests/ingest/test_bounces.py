"""Delivery reports of the open test data, measured; a second reader checks the recipients.

While the readers of plain text were written, only the half of the mails was looked at that
`was_seen` names; the other half was measured unseen, and its figures stand on their own.
"""

import email
import hashlib
import json
import re
from email.message import Message as Mime

import pytest
from testdata import messages_of, needed_set

from ingest.mail import Unreadable, read_mail, with_teams
from ingest.mail_times import Times
from sql.raw.facts import Bounce

MADE_UP = re.compile(r"\d\.0\.9\d\d")  # a status that the source invents where a mail has no code
HALVES = ["seen", "unseen"]


def was_seen(name: str) -> bool:
    stem = name.rpartition("/")[2]
    return int(hashlib.sha256(stem.encode()).hexdigest()[0], 16) % 2 == 0


def bounces_of(raw: bytes) -> list[Bounce]:
    read = read_mail(raw, Times())
    assert not isinstance(read, Unreadable)
    return list(read[1:])


def half(which: str) -> dict[str, bytes]:
    return {n: raw for n, raw in messages_of("bounces") if was_seen(n) == (which == "seen")}


@pytest.mark.parametrize(("which", "mails"), [("seen", 55), ("unseen", 73)])
def test_every_report_is_known_as_one(which, mails):
    reports = {name: bounces_of(raw) for name, raw in half(which).items()}

    assert len(reports) == mails
    assert [name for name, bounces in reports.items() if not bounces] == []


QUOTED = "the report quotes the remote server's reply; they leave it out"
DIFFERENCES = {  # each row whose number or codes differ from theirs, with the reason
    "lhost-postfix-38": QUOTED,
    "lhost-postfix-60": QUOTED,
    "rfc3464-01": QUOTED,
    "rfc3464-36": QUOTED,
    "rfc3464-04": "only the transcript quotes a reply, and of the address before its alias",
    "rfc3464-06": "the part for machines has no Diagnostic-Code; the transcript has one",
    "rfc3464-28": "the file holds two mails one after the other; the second is the first's text",
}


def test_reports_give_each_recipient_with_status_and_reply():
    expected = json.loads((needed_set("bounces") / "expected.json").read_text())
    different = set()
    for name, raw in messages_of("bounces"):
        ours = [(bounce.status, bounce.reply_code or "") for bounce in bounces_of(raw)]
        theirs = [(row["status"], row["reply_code"]) for row in expected[name]]
        if not same_codes(ours, theirs):
            different.add(name.removeprefix("messages/").removesuffix(".eml"))

    assert different == set(DIFFERENCES)


def same_codes(ours: list, theirs: list) -> bool:
    """Alike in number, reply and status; of a status they made up nothing is asked."""
    return len(ours) == len(theirs) and all(
        our[1] == their[1] and (our[0] == their[0] or MADE_UP.fullmatch(their[0]))
        for our, their in zip(ours, theirs, strict=True)
    )


@pytest.mark.parametrize("which", HALVES)
def test_the_class_is_right_wherever_a_code_stands_in_the_mail(which):
    expected = json.loads((needed_set("bounces") / "expected.json").read_text())
    right = asked = 0
    for name, raw in half(which).items():
        ours = [bounce.status or bounce.reply_code or "?" for bounce in bounces_of(raw)]
        for place, row in enumerate(expected[name]):
            if row["reply_code"] or not MADE_UP.fullmatch(row["status"]):
                asked += 1
                right += ours[place : place + 1] != [] and ours[place][0] == row["status"][0]

    assert asked > 50
    assert right / asked >= 0.98, f"{right} of {asked}"


NO_ADDRESS = {  # the report names a file or a command; its header says for whom that was
    "lhost-exim-44", "lhost-exim-60",
}  # fmt: skip


def test_recipients_are_those_that_a_second_reader_finds():
    right = asked = 0
    for name, raw in messages_of("bounces"):
        expected = told_to_the_standard_library(email.message_from_bytes(raw))
        if expected and name.removeprefix("messages/").removesuffix(".eml") not in NO_ADDRESS:
            ours = [bounce.recipient for bounce in bounces_of(raw)]
            asked += len(expected)
            right += sum(our == their for our, their in zip(ours, expected, strict=False))

    assert asked > 80
    assert right / asked >= 0.98, f"{right} of {asked}"


def told_to_the_standard_library(mail: Mime) -> list[str]:
    """Original-Recipient, else Final-Recipient, of each group of fields, by the email package."""
    found = []
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            for group in part.get_payload():
                value = group.get("Original-Recipient") or group.get("Final-Recipient")
                if value:
                    found.append(str(value).split(";", 1)[-1].strip().strip("<>").lower())
    return list(dict.fromkeys(found))


NO_ORIGINAL_ID = {  # what these reports hold of the failed mail has no Message-ID
    "lhost-postfix-01", "lhost-postfix-02", "lhost-postfix-30", "lhost-postfix-75",
    "lhost-postfix-77", "lhost-exim-07", "lhost-exim-38", "lhost-exim-41", "rfc3464-35",
    "rfc3464-36", "rfc3464-38", "rfc3464-39", "rfc3464-42",
}  # fmt: skip


def test_failed_recipients_are_named_and_lead_to_the_mail_that_failed():
    reports = {name: bounces_of(raw) for name, raw in messages_of("bounces")}

    assert all(bounce.recipient for bounces in reports.values() for bounce in bounces)
    without_mail = {
        name.removeprefix("messages/").removesuffix(".eml")
        for name, bounces in reports.items()
        if any(bounce.original_message_id is None for bounce in bounces)
    }
    assert without_mail == NO_ORIGINAL_ID


def test_of_ordinary_mails_exactly_the_six_reports_are_reports():
    """Four failures and two delays among 113 mails."""
    actions = {}
    for name, raw in messages_of("mime"):
        if bounces := bounces_of(raw):
            (actions[name],) = {bounce.action for bounce in bounces}

    assert sorted(actions.values()) == ["delayed"] * 2 + ["failed"] * 4


def test_a_report_of_delivery_is_none_of_failure():
    """Postfix says `deliverable` where it only probed."""
    actions = {bounce.action for bounce in bounces_of(half("seen")["messages/rfc3464-28.eml"])}

    assert actions == {"delivered"}


def test_staff_addresses_become_teams_where_a_mail_was_delivered_too():
    raw = b"From: a@kunde.example\nDelivered-To: Anna@nordlicht.example\nSubject: hi\n\nhi\n"
    read = read_mail(raw, Times())
    assert not isinstance(read, Unreadable)

    message = with_teams(read[0], {"anna@nordlicht.example": "support"})

    assert message.delivered_to == ["team:support"]
