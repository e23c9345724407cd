"""Amazon SES's events as SNS brings them: signed by a certificate, for topics we know."""

import re
from base64 import b64decode
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import requests
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1, SHA256

from ingest.receive_delivery import Delivery, Refusal, Tell, json_object, must_be_recent
from ingest.receive_options import SesReceiver
from ingest.receive_spool import make_folder, write_whole
from ingest.webhook_certificates import Certificates, Web

CONTENT_TYPES = ("text/plain", "application/json")
NOTIFICATION, SUBSCRIBED = "Notification", "SubscriptionConfirmation"
_SIGNED = {
    NOTIFICATION: ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    SUBSCRIBED: ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
}
_SIGNED["UnsubscribeConfirmation"] = _SIGNED[SUBSCRIBED]
_HASHES = {"1": SHA1, "2": SHA256}
_TOKEN = re.compile(r"[A-Za-z0-9]{32,1024}")


@dataclass(frozen=True)
class Sns:
    """What is needed to believe SNS, and to confirm a subscription of ours."""

    options: SesReceiver
    place: str
    web: Web
    certificates: Certificates
    tell: Tell

    @property
    def by_hand(self) -> Path:
        return self._spool / ".subscriptions"

    @property
    def _spool(self) -> Path:
        assert self.options.spool
        return self.options.spool


def proofs(
    options: SesReceiver, place: str, tell: Tell, web: Web | None = None
) -> Sns:
    assert options.spool
    web = web or Web(requests.Session())
    cache = options.spool / ".certificates"
    return Sns(options, place, web, Certificates(web, cache, options.certificates), tell)


def verify(sns: Sns, delivery: Delivery) -> bool:
    """True for an event, False for a message about the subscription itself, or Refusal."""
    message = json_object(delivery.body)
    if "Signature" not in message:
        raise Refusal(401, "holds no signature; switch raw message delivery off")
    kind, topic = message.get("Type"), message.get("TopicArn")
    if not isinstance(kind, str) or kind not in _SIGNED:
        raise Refusal(400, "is no message of SNS")
    if topic not in sns.options.topics:
        raise Refusal(403, "comes from a topic that the settings do not name")
    must_be_recent(delivery, _signed_at(message), sns.options.window)
    _must_fit(sns, message, topic, delivery.at)
    if kind == SUBSCRIBED:
        _confirm(sns, message, topic, delivery)
    elif kind != NOTIFICATION:
        sns.tell(f"{sns.place} SNS ended the subscription to {topic}; no more events come from it")
    return kind == NOTIFICATION


def _signed_at(message: dict[str, Any]) -> datetime:
    try:
        at = datetime.fromisoformat(str(message.get("Timestamp")))
        return at.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise Refusal(401, "holds no time") from None


def _must_fit(sns: Sns, message: dict[str, Any], topic: str, at: datetime) -> None:
    hashed = _HASHES.get(str(message.get("SignatureVersion")))
    if hashed is None:
        raise Refusal(401, "is signed in a way that is not known")
    key = sns.certificates.key(topic, str(message.get("SigningCertURL")), at)
    try:
        signature = b64decode(str(message["Signature"]), validate=True)
        key.verify(signature, _signed_text(message), PKCS1v15(), hashed())
    except (InvalidSignature, ValueError):
        raise Refusal(401, "its signature does not fit the certificate") from None


def _signed_text(message: dict[str, Any]) -> bytes:
    """Each signed field that is there, its name and its value on a line each."""
    values = ((name, message.get(name)) for name in _SIGNED[message["Type"]])
    return "".join(f"{name}\n{value}\n" for name, value in values if value is not None).encode()


def _confirm(sns: Sns, message: dict[str, Any], topic: str, delivery: Delivery) -> None:
    token = message.get("Token")
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        raise Refusal(400, "holds no token")
    if sns.options.confirm:
        # Not by the SubscribeURL: no request goes to an address taken from data.
        asked = {"Action": "ConfirmSubscription", "TopicArn": topic, "Token": token}
        sns.web.get(topic, "", asked)
        sns.tell(f"{sns.place} confirmed the subscription to {topic}")
        return
    path = sns.by_hand / f"{sha256(delivery.body).hexdigest()}.asked"  # no name that a reader takes
    make_folder(path.parent)
    write_whole(path, delivery.body)
    sns.tell(f"{sns.place} SNS asks to confirm {topic}: open the SubscribeURL in {path}")
