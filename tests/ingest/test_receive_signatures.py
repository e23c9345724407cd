"""Only the shop's own providers may say what became of a mail."""

import json
import time
from datetime import UTC, datetime

import pytest
from receiving import (
    MAILGUN,
    PASSWORD,
    POSTMARK,
    SIGNING_KEY,
    Running,
    Sendgrid,
    basic,
    mailgun,
    settings_of,
)

from ingest.receive_delivery import Delivery, Refusal
from ingest.receive_options import SendgridReceiver
from ingest.webhook_sendgrid import proofs, verify

HOUR = 3600
EVENT = b'[{"event": "delivered", "email": "kim@customer.example", "sg_event_id": "e1"}]'


@pytest.fixture(autouse=True)
def secrets(monkeypatch):
    monkeypatch.setenv("SIGNING_KEY", SIGNING_KEY)
    monkeypatch.setenv("OLD_KEY", "key-of-last-year")
    monkeypatch.setenv("HOOK_PASSWORD", PASSWORD)
    monkeypatch.setenv("HOOK_SECRET", "schlüssel")


@pytest.fixture
def running(tmp_path):
    started = []

    def start(text):
        started.append(Running(settings_of(tmp_path, text)))
        return started[-1]

    yield start
    for one in started:
        one.stop()


def test_mailguns_events_are_kept_to_the_byte(running):
    receiver = running(MAILGUN)
    body = mailgun().replace(b"{", b"{ \n", 1)
    assert receiver.post("/mail", body) == 200
    assert receiver.kept("mail") == [body]
    assert receiver.told == []


@pytest.mark.parametrize(
    "body",
    [
        mailgun(key="key of somebody else"),
        mailgun(token="x" * 50),
        mailgun(timestamp=str(int(time.time()) + 1)),
        mailgun(signature=""),
        mailgun(signature="0" * 64),
        mailgun(signature="\u0660" * 64),
        mailgun(timestamp="\u0661" * 10),
        mailgun(timestamp={"a": 1}),
        mailgun(at="soon"),
        json.dumps({"signature": None}).encode(),
        json.dumps({"event-data": {}}).encode(),
    ],
    ids=[
        "key", "token", "time", "empty", "zeros", "digits", "stamp", "table", "word", "none",
        "missing",
    ],
)  # fmt: skip
def test_what_mailguns_key_did_not_sign_is_refused_between_two_good_ones(running, body):
    receiver = running(MAILGUN)
    assert receiver.post("/mail", mailgun(1)) == 200
    assert receiver.post("/mail", body) == 401
    assert receiver.post("/mail", mailgun(2)) == 200
    assert len(receiver.kept("mail")) == 2
    (line,) = receiver.told
    assert line.startswith("mail: ") and line.endswith(": 401")
    assert "customer" not in line and SIGNING_KEY not in line


@pytest.mark.parametrize("body", [b"[" * 100_000, b"\xff\xfe", b"null", b'"text"', b"1e999"])
def test_what_is_no_object_is_refused_without_a_crash(running, body):
    receiver = running(MAILGUN)
    assert receiver.post("/mail", body) == 400
    assert receiver.post("/mail", mailgun()) == 200


def test_a_key_that_changes_is_taken_beside_the_new_one_and_so_is_the_account_above(running):
    receiver = running(MAILGUN + 'old_signing_key = "env:OLD_KEY"\n')
    assert receiver.post("/mail", mailgun(1, key="key-of-last-year")) == 200
    below = json.loads(mailgun(2, key="key of a subaccount"))
    above = json.loads(mailgun(2))["signature"]["signature"]
    below["signature"]["parent-signature"] = above
    assert receiver.post("/mail", json.dumps(below).encode()) == 200
    below["signature"]["parent-signature"] = above[::-1]
    assert receiver.post("/mail", json.dumps(below).encode()) == 401


@pytest.mark.parametrize(
    ("seconds_ago", "status"),
    [(9 * HOUR - 60, 200), (9 * HOUR + 60, 401), (-240, 200), (-360, 401)],
)
def test_a_signature_is_taken_as_long_as_mailgun_tries_again_and_no_longer(
    running, seconds_ago, status
):
    assert running(MAILGUN).post("/mail", mailgun(at=time.time() - seconds_ago)) == status


def test_sendgrids_signature_covers_time_and_body(running):
    signer, other = Sendgrid(), Sendgrid()
    receiver = running(signer.source())
    assert receiver.post("/grid", EVENT, signer.headers(EVENT)) == 200
    headers = signer.headers(EVENT)
    stamp = "X-Twilio-Email-Event-Webhook-Timestamp"
    signature = "X-Twilio-Email-Event-Webhook-Signature"
    refused = [
        (EVENT + b" ", headers), (EVENT, other.headers(EVENT)), (EVENT, {}),
        (EVENT, headers | {stamp: str(int(headers[stamp]) + 1)}),
        (EVENT, {stamp: headers[stamp]}), (EVENT, {signature: headers[signature]}),
        (EVENT, headers | {signature: "****"}), (EVENT, headers | {signature: "AAAA"}),
        (EVENT, signer.headers(EVENT, time.time() - 26 * HOUR)),
        (EVENT, signer.headers(EVENT, time.time() + HOUR)),
    ]  # fmt: skip
    assert [receiver.post("/grid", *one) for one in refused] == [401] * len(refused)
    assert receiver.kept("grid") == [EVENT]


def test_sendgrids_published_example_verifies():
    # Key, time, body and signature as SendGrid's documentation of the signed webhook has them.
    key = (
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDqBaWjcMMsTbhdbcwHBcepxo7"
        "yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA=="
    )
    headers = {
        "x-twilio-email-event-webhook-timestamp": "1588788367",
        "x-twilio-email-event-webhook-signature":
            "MEUCIQCtIHJeH93Y+qpYeWrySphQgpNGNr/U+UyUlBkU6n7RAwIgJTz2C+8a8xonZGi6BpSzoQsbVRamr2nl"
            "xFDWYNH2j/0=",
    }  # fmt: skip
    body = b'{"category":"example_payload","event":"test_event","message_id":"message_id"}'
    keys = proofs(SendgridReceiver(kind="sendgrid", public_key=key), "", print)
    at = datetime.fromtimestamp(1588788400, UTC).replace(tzinfo=None)
    assert verify(keys, Delivery(headers, body, at))
    with pytest.raises(Refusal):
        verify(keys, Delivery(headers, body.replace(b"test", b"best"), at))


def test_postmark_must_know_user_and_password(running):
    receiver = running(POSTMARK)
    body = b'{"RecordType": "Delivery"}'
    assert receiver.post("/post", body, basic()) == 200
    refused = [
        {}, basic(password="wrong"), basic(user="other"), basic(password=PASSWORD + "x"),
        {"Authorization": basic()["Authorization"].replace("Basic", "Bearer")},
        {"Authorization": "Basic"}, {"Authorization": "Basic \xff\xfe"},
    ]  # fmt: skip
    assert [receiver.post("/post", body, one) for one in refused] == [401] * len(refused)
    assert not any("horse" in line or "wrong" in line for line in receiver.told)


def test_postmark_may_have_to_know_a_header_as_well(running):
    receiver = running(POSTMARK + 'header = "X-Shop"\nheader_secret = "env:HOOK_SECRET"\n')
    body = b'{"RecordType": "Bounce"}'
    secret = "schlüssel".encode().decode("latin-1")
    assert receiver.post("/post", body, basic() | {"X-Shop": secret}) == 200
    assert receiver.post("/post", body, basic()) == 401
    assert receiver.post("/post", body, basic() | {"X-Shop": "other"}) == 401
    assert receiver.post("/post", body, {"X-Shop": secret}) == 401
