"""SNS is believed by a certificate from its own host, and asked nothing that data names."""

import json
import ssl
import threading
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID
from receiving import Running, settings_of, utc_now
from servers import Authority, wait_for

from ingest import webhook_ses
from ingest.webhook_certificates import Web, address_of

TOPIC = "arn:aws:sns:eu-central-1:123456789012:order-mails"
SOURCE = f'[sources.ses]\nkind = "ses"\nspool = "ses"\ntopics = ["{TOPIC}"]\n'
NAME = "SimpleNotificationService-0123456789abcdef0123456789abcdef.pem"
TOKEN = "2336412f37fb687f5d51e6e241d09c805a5a57b30d712f79" * 3


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(key, since=timedelta(days=-1), until=timedelta(days=30)) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.test.example")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now + since, now + until
    )
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


class Amazon:
    """SNS's own host, as far as we ask it: says what `answers` has for a path."""

    def __init__(self, authority: Authority):
        self.asked: list[str] = []
        self.answers: dict[str, tuple[int, dict, bytes]] = {}
        self.before_answering = lambda: None
        amazon = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                amazon.asked.append(self.path)
                amazon.before_answering()
                status, headers, body = amazon.answers.get(urlsplit(self.path).path, (404, {}, b""))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*authority.certificate())
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.thread = threading.Thread(target=self.server.serve_forever, args=[0.02])
        self.thread.start()
        session = requests.Session()
        session.trust_env = False
        session.verify = str(authority.ca)
        self.web = Web(session, self.address)

    def address(self, topic: str) -> str:
        assert topic == TOPIC  # as the settings have it
        return f"https://localhost:{self.server.server_port}/"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def amazon(tmp_path, key):
    made = Amazon(Authority(tmp_path))
    made.answers[f"/{NAME}"] = (200, {}, certificate(key))
    yield made
    made.stop()


@pytest.fixture
def running(tmp_path, amazon):
    started = []

    def start(more="", web=None):
        settings = settings_of(tmp_path, SOURCE + more)

        def ask_ours(endpoints):
            (one,) = endpoints
            tell = lambda line: started[-1].told.append(line)  # noqa: E731
            sns = webhook_ses.proofs(settings.sources["ses"], "[sources.ses]", tell,
                                     web or amazon.web)  # fmt: skip
            one.verify = partial(webhook_ses.verify, sns)

        started.append(Running(settings, ask_ours))
        return started[-1]

    yield start
    for one in started:
        one.stop()


def signed(key, version="2", unsigned=None, **changed) -> bytes:
    """A message of SNS; `unsigned` is changed after the signature."""
    message = {
        "Type": "Notification", "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        "TopicArn": TOPIC, "Message": json.dumps({"eventType": "Delivery"}),
        "Timestamp": f"{utc_now():%Y-%m-%dT%H:%M:%S.000Z}", "SignatureVersion": version,
        "SigningCertURL": f"https://sns.eu-central-1.amazonaws.com/{NAME}",
    } | changed  # fmt: skip
    message = {name: value for name, value in message.items() if value is not None}
    named = ["Message", "MessageId", "Timestamp", "TopicArn", "Type"]
    named += [name for name in ("Subject", "SubscribeURL", "Token") if name in message]
    text = "".join(f"{name}\n{message[name]}\n" for name in sorted(named))
    hashed = hashes.SHA1() if version == "1" else hashes.SHA256()
    signature = key.sign(text.encode(), padding.PKCS1v15(), hashed)
    message |= {"Signature": b64encode(signature).decode()} | (unsigned or {})
    return json.dumps(message).encode()


def subscription(key, **changed) -> bytes:
    return signed(key, **({
        "Type": "SubscriptionConfirmation", "Token": TOKEN, "Message": "You have chosen …",
        "SubscribeURL": "https://attacker.example/?Action=ConfirmSubscription",
    } | changed))  # fmt: skip


TEXT = {"Content-Type": "text/plain; charset=UTF-8"}


def test_both_versions_of_the_signature_are_taken_with_and_without_a_subject(running, key):
    receiver = running()
    bodies = [
        signed(key, "1"), signed(key, "2"), signed(key, Subject="Größe: 1"),
        signed(key, Message="two\nlines \u2028 \U0001f4e6"),
    ]  # fmt: skip
    assert [receiver.post("/ses", body, TEXT) for body in bodies] == [200] * 4
    assert sorted(receiver.kept("ses")) == sorted(bodies)


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"unsigned": {"Message": "another"}}, 401),
        ({"unsigned": {"Subject": "added"}}, 401),
        ({"unsigned": {"SignatureVersion": "1"}}, 401),
        ({"unsigned": {"SignatureVersion": "3"}}, 401),
        ({"unsigned": {"SignatureVersion": ["2"]}}, 401),
        ({"unsigned": {"Signature": "AAAA"}}, 401),
        ({"unsigned": {"Signature": None}}, 401),
        ({"unsigned": {"Type": "SubscriptionConfirmation", "Token": TOKEN}}, 401),
        ({"Type": "Other"}, 400),
        ({"Type": ["Notification"]}, 400),
        ({"TopicArn": TOPIC + "-of-others"}, 403),
        ({"TopicArn": None, "unsigned": {"TopicArn": [TOPIC]}}, 403),
        ({"Timestamp": f"{utc_now() - timedelta(hours=3):%Y-%m-%dT%H:%M:%S.000Z}"}, 401),
        ({"Timestamp": f"{utc_now() + timedelta(hours=1):%Y-%m-%dT%H:%M:%S.000Z}"}, 401),
        ({"Timestamp": "yesterday"}, 401),
        ({"Timestamp": "0001-01-01T00:00:00+23:00"}, 401),
    ],
    ids=lambda value: str(value)[:60] if isinstance(value, int) else None,
)
def test_what_sns_did_not_sign_for_us_is_refused_between_two_good_ones(
    running, key, wrong, status
):
    receiver = running()
    first = signed(key, MessageId="1")
    assert receiver.post("/ses", first, TEXT) == 200
    try:
        body = signed(key, **wrong)
    except KeyError:
        body = signed(key, **{**wrong, "TopicArn": TOPIC})
    assert receiver.post("/ses", body, TEXT) == status
    last = signed(key, MessageId="2")
    assert receiver.post("/ses", last, TEXT) == 200
    assert sorted(receiver.kept("ses")) == sorted([first, last])


def test_a_message_without_signature_is_told_how_to_get_one(running):
    receiver = running()
    assert receiver.post("/ses", b'{"eventType": "Delivery"}', TEXT) == 401
    assert receiver.told == ["ses: holds no signature; switch raw message delivery off: 401"]


@pytest.mark.parametrize(
    "url",
    [
        "https://attacker.example/cert.pem", "http://169.254.169.254/latest/meta-data",
        f"https://sns.eu-central-1.amazonaws.com/../{NAME}?x", f"{NAME}/", "", "file:///etc/passwd",
        "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-..%2f..%2fx.pem",
        "SimpleNotificationService-0123456789abcdeg.pem", NAME + "\n",
    ],
)  # fmt: skip
def test_an_address_that_is_no_certificate_of_sns_is_never_asked(running, amazon, key, url):
    assert running().post("/ses", signed(key, SigningCertURL=url), TEXT) == 401
    assert amazon.asked == []


def test_a_certificate_is_asked_for_only_at_the_host_of_the_settings(running, amazon, key):
    receiver = running()
    for number, host in enumerate(["attacker.example", "sns.us-east-1.amazonaws.com", "127.0.0.1"]):
        body = signed(key, SigningCertURL=f"https://{host}/x/{NAME}", MessageId=str(number))
        assert receiver.post("/ses", body, TEXT) == 200
    assert amazon.asked == [f"/{NAME}"]  # once


def test_hosts_follow_from_the_topic_alone():
    assert address_of(TOPIC) == "https://sns.eu-central-1.amazonaws.com/"
    china = TOPIC.replace("arn:aws:", "arn:aws-cn:").replace("eu-central-1", "cn-north-1")
    assert address_of(china) == "https://sns.cn-north-1.amazonaws.com.cn/"
    government = TOPIC.replace("arn:aws:", "arn:aws-us-gov:").replace("eu-central", "us-gov-west")
    assert address_of(government) == "https://sns.us-gov-west-1.amazonaws.com/"


def test_a_certificate_is_remembered_over_a_restart(running, amazon, key):
    receiver = running()
    assert receiver.post("/ses", signed(key), TEXT) == 200
    receiver.stop()
    amazon.answers.clear()
    again = running()
    assert again.post("/ses", signed(key, MessageId="2"), TEXT) == 200
    assert amazon.asked == [f"/{NAME}"]
    assert len(again.kept("ses")) == 2  # and it is no body in the spool


@pytest.mark.parametrize(
    "answer",
    [
        (302, {"Location": f"/{NAME}.moved"}, b""), (500, {}, b""), (200, {}, b"no certificate"),
        (200, {}, b"x" * (1 << 20)),
    ],
    ids=["redirect", "error", "other", "large"],
)  # fmt: skip
def test_when_amazon_gives_no_certificate_sns_shall_try_again(running, amazon, key, answer):
    amazon.answers[f"/{NAME}.moved"] = amazon.answers[f"/{NAME}"]
    good, amazon.answers[f"/{NAME}"] = amazon.answers[f"/{NAME}"], answer
    receiver = running()
    assert receiver.post("/ses", signed(key), TEXT) == 503
    assert receiver.kept("ses") == []
    assert amazon.asked == [f"/{NAME}"]  # a redirect was not followed
    amazon.answers[f"/{NAME}"] = good
    assert receiver.post("/ses", signed(key), TEXT) == 200


def test_a_host_that_cannot_prove_itself_is_not_believed(running, amazon, key):
    session = requests.Session()
    session.trust_env = False  # without the test's own authority
    receiver = running(web=Web(session, amazon.address))
    assert receiver.post("/ses", signed(key), TEXT) == 503
    assert receiver.told == ["ses: SNS itself could not be asked (SSLError): 503"]


@pytest.mark.parametrize(
    ("since", "until"),
    [(timedelta(days=-9), timedelta(days=-1)), (timedelta(days=1), timedelta(days=9))],
)
def test_a_certificate_out_of_its_time_proves_nothing(running, amazon, key, since, until):
    amazon.answers[f"/{NAME}"] = (200, {}, certificate(key, since, until))
    assert running().post("/ses", signed(key), TEXT) == 401


def test_a_certificate_with_another_kind_of_key_proves_nothing(running, amazon, key):
    other = certificate(ec.generate_private_key(ec.SECP256R1()))
    amazon.answers[f"/{NAME}"] = (200, {}, other)
    assert running().post("/ses", signed(key), TEXT) == 401


def test_invented_certificate_names_cause_few_requests(running, amazon, key):
    receiver = running()
    statuses = {
        receiver.post("/ses", signed(key, SigningCertURL=NAME.replace("0123", f"{n:04x}")), TEXT)
        for n in range(40)
    }
    assert statuses == {503}
    assert len(amazon.asked) <= 12


def test_a_host_that_hangs_stops_no_event_whose_certificate_is_known(
    running, amazon, key, monkeypatch
):
    monkeypatch.setattr("ingest.webhook_certificates.WAITS_SECONDS", 0.1)
    receiver = running()
    assert receiver.post("/ses", signed(key, MessageId="0"), TEXT) == 200
    other = signed(key, SigningCertURL=NAME.replace("0123", "aaaa"))
    hangs, statuses = threading.Event(), []
    amazon.before_answering = lambda: hangs.wait(20)
    waiting = threading.Thread(target=lambda: statuses.append(receiver.post("/ses", other, TEXT)))
    waiting.start()
    wait_for(lambda: len(amazon.asked) == 2, "the second certificate")
    assert receiver.post("/ses", signed(key, MessageId="1"), TEXT) == 200
    assert receiver.post("/ses", other.replace(b"aaaa", b"bbbb"), TEXT) == 503
    hangs.set()
    waiting.join()
    assert statuses == [503]
    assert receiver.told[0] == "ses: another certificate is being fetched: 503"


def test_with_a_folder_of_certificates_nobody_is_asked(running, amazon, key, tmp_path):
    (tmp_path / "pems").mkdir()
    receiver = running('certificates = "pems"\n')
    assert receiver.post("/ses", signed(key), TEXT) == 503
    assert NAME in receiver.told[0]
    (tmp_path / "pems" / NAME).write_bytes(certificate(key))
    assert receiver.post("/ses", signed(key), TEXT) == 200
    assert amazon.asked == []


def test_a_subscription_is_confirmed_by_our_own_address_and_stored_nowhere(running, amazon, key):
    amazon.answers["/"] = (200, {}, b"<ConfirmSubscriptionResponse/>")
    receiver = running()
    assert receiver.post("/ses", subscription(key), TEXT) == 200
    asked = urlsplit(amazon.asked[-1])
    assert asked.path == "/" and parse_qs(asked.query) == {
        "Action": ["ConfirmSubscription"], "TopicArn": [TOPIC], "Token": [TOKEN],
    }  # fmt: skip
    assert receiver.kept("ses") == []
    assert receiver.told == [f"[sources.ses] confirmed the subscription to {TOPIC}"]


@pytest.mark.parametrize("status", [302, 400, 500])
def test_a_subscription_that_could_not_be_confirmed_is_sent_again(running, amazon, key, status):
    amazon.answers["/"] = (status, {"Location": "/elsewhere"}, b"")
    receiver = running()
    assert receiver.post("/ses", subscription(key), TEXT) == 503
    assert not any(TOKEN in line for line in receiver.told)
    assert "/elsewhere" not in amazon.asked


@pytest.mark.parametrize("token", [f"{TOKEN}&Action=Publish", "short", "x" * 2000, None])
def test_a_token_that_is_none_asks_nothing(running, amazon, key, token):
    body = subscription(key, Token=token, unsigned=None)
    assert running().post("/ses", body, TEXT) in (400, 401)
    assert amazon.asked == [f"/{NAME}"]


def test_a_subscription_to_another_topic_is_not_confirmed(running, amazon, key):
    body = subscription(key, TopicArn=TOPIC + "2")
    assert running().post("/ses", body, TEXT) == 403
    assert amazon.asked == []


def test_a_person_may_confirm_by_hand(running, amazon, key):
    receiver = running("confirm = false\n")
    body = subscription(key)
    assert receiver.post("/ses", body, TEXT) == 200
    assert amazon.asked == [f"/{NAME}"]
    assert receiver.kept("ses") == []
    (line,) = receiver.told
    path = line.rpartition(" in ")[2]
    assert TOKEN not in line
    assert open(path, "rb").read() == body


def test_the_end_of_a_subscription_is_said_and_not_undone(running, amazon, key):
    receiver = running()
    assert receiver.post("/ses", subscription(key, Type="UnsubscribeConfirmation"), TEXT) == 200
    assert amazon.asked == [f"/{NAME}"]
    assert receiver.told == [
        f"[sources.ses] SNS ended the subscription to {TOPIC}; no more events come from it"
    ]
