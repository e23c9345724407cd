"""Why a mail did not arrive, by the seed of signs: on the open reports, and case by case."""

import hashlib
import json
import re

import pytest
from testdata import messages_of, needed_set

from ingest.mail import Unreadable, read_mail
from ingest.mail_times import Times

DOUBTED = {  # rows in which we differ from the source, each with what the report says
    "lhost-exim-37": "after the data: the domain that does not exist is the sender's, theirs: hard",
    "lhost-postfix-07": "`User unknown`, at which command nobody says; theirs: filtered",
    "rfc3464-01": "5.1.1 `User Unknown`; theirs: mailbox full, by a line of another recipient",
    "rfc3464-35": "`not a registered gateway user`; theirs: rejected",
    "rfc3464-35#2": "`user unknown`; theirs: filtered",
    "rfc3464-42": "`the account does not exist`; theirs: filtered",
}


def was_seen(name):
    """The half that the signs were first written by, chosen by hash before any of it was read."""
    stem = name.rpartition("/")[2]
    return int(hashlib.sha256(stem.encode()).hexdigest()[0], 16) % 2 == 0


@pytest.fixture
def judged(postroom):
    """Each row of the open reports: mail, hard by them, hard by us (where no bounce: not)."""
    expected = json.loads((needed_set("bounces") / "expected.json").read_text())
    for name, raw in messages_of("bounces"):
        read = read_mail(raw, Times())
        assert not isinstance(read, Unreadable)
        for place, bounce in enumerate(read[1:]):
            key = f"{name}#{place}"
            postroom.mail(key, "10:00:00", "inbox", from_address="daemon@mx.example")
            postroom.add("bounces", message_key=key, recipient=f"{key}@x.example",
                         action=bounce.action, status=bounce.status,
                         reply_code=bounce.reply_code, diagnostic=bounce.diagnostic)  # fmt: skip
    hard = dict(postroom.ask("select message_key, is_hard from staging.bounces"))
    return {
        f"{name}#{place}": (name, row["hard"], hard.get(f"{name}#{place}", False))
        for name, rows in expected.items()
        for place, row in enumerate(rows)
    }


def test_hard_or_soft_is_as_the_source_says_but_for_the_rows_that_are_doubted(judged):
    different = {
        re.sub(r"messages/|\.eml|#0", "", key)
        for key, (_, theirs, ours) in judged.items() if theirs != ours
    }  # fmt: skip

    assert different == set(DOUBTED)
    assert len(judged) == 135
    assert 1 - len(different) / len(judged) >= 0.95


REPLIES = [  # none of the open reports' own
    ("550 5.1.1 <x@y.example>: Recipient address rejected: User unknown", "unknown_user"),
    ("550 5.7.1 no such user here", "unknown_user"),
    ("550-5.1.1 The email account that you tried to reach does not exist", "unknown_user"),
    ("550 5.4.1 Recipient address rejected: Access denied", "unknown_user"),
    ("550 Requested action not taken: mailbox unavailable", "unknown_user"),
    ("554 delivery error: This user doesn't have a yahoo.example account", "unknown_user"),
    ("450 4.1.1 Recipient address rejected: unverified address", "unknown_user"),
    ("#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##", "unknown_user"),
    ("550 Empfänger unbekannt", "unknown_user"),
    ("Host or domain name not found. Name service error: Host not found", "unknown_host"),
    ("556 5.1.10 Recipient address has null MX", "unknown_host"),
    ("551 5.1.6 the person has moved", "moved"),
    ("552 5.2.2 user unknown to have space: over quota", "mailbox_full"),
    ("452-4.2.2 The email account that you tried to reach is over quota", "mailbox_full"),
    ("554 Das Postfach ist voll", "mailbox_full"),
    ("552 5.3.4 Message size exceeds fixed limit", "too_large"),
    ("550 5.2.1 The account is disabled", "mailbox_disabled"),
    ("421 4.7.0 too many connections from your host", "rate"),
    ("550 5.7.1 Sender address rejected: Domain not found", "refused"),
    ("550 5.1.8 Domain of sender address does not exist", "refused"),
    ("550 5.1.1 user unknown (in reply to MAIL FROM command)", "refused"),
    ("550 5.1.1 user unknown (in reply to end of DATA command)", "refused"),
    ("550 5.7.1 Message rejected as spam by content filter", "refused"),
    ("554 5.7.1 Service unavailable; client host blocked using dnsbl", "refused"),
    ("450 4.7.1 Recipient is greylisted", "refused"),
    ("550 5.7.26 this mail is unauthenticated: DMARC", "refused"),
    ("connect to mx.y.example: Connection timed out", "network"),
    ("Name service error for name=y.example: Host not found, try again", "network"),
    ("451 4.3.0 temporary fault of the queue", "system"),
    ("554 no", "other"),
]
HARD = {"unknown_user", "unknown_host", "moved"}


def test_words_decide_before_codes_and_words_on_the_sender_before_all(postroom):
    codes = re.compile(r"[245]\.\d\.\d+")
    for number, (reply, _) in enumerate(REPLIES):
        key, status = f"r{number:02}", codes.search(reply)
        postroom.mail(key, "10:00:00", "inbox", from_address="daemon@mx.example")
        postroom.add("bounces", message_key=key, recipient="x@y.example", action="failed",
                     status=status and status[0], diagnostic=reply)  # fmt: skip

    found = postroom.ask("select reason, is_hard from staging.bounces order by message_key")

    assert [(reply, *row) for (reply, _), row in zip(REPLIES, found, strict=True)] == [
        (reply, reason, reason in HARD) for reply, reason in REPLIES
    ]


def test_every_sign_gives_a_reason_that_is_explained(warehouse):
    assert warehouse.rows("""
        select distinct reason from seeds.bounce_signs
        where reason not in (select reason from seeds.bounce_reasons)
    """) == []
