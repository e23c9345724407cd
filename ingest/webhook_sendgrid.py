"""SendGrid's event webhook: time and body are signed with the key whose public half we hold."""

import re
from base64 import b64decode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from ingest.receive_delivery import Delivery, Refusal, Tell, must_be_recent
from ingest.receive_options import SendgridReceiver, public_key

CONTENT_TYPES = ("application/json",)
SIGNATURE = "x-twilio-email-event-webhook-signature"
TIMESTAMP = "x-twilio-email-event-webhook-timestamp"
_TIME = re.compile(r"[0-9]{1,10}")


@dataclass(frozen=True)
class Keys:
    public: tuple[EllipticCurvePublicKey, ...]
    window: timedelta


def proofs(options: SendgridReceiver, place: str, tell: Tell) -> Keys:
    named = (options.public_key, options.old_public_key)
    return Keys(tuple(public_key(text) for text in named if text), options.window)


def verify(keys: Keys, delivery: Delivery) -> bool:
    """True, or Refusal."""
    at, given = delivery.headers.get(TIMESTAMP, ""), delivery.headers.get(SIGNATURE, "")
    if not _TIME.fullmatch(at) or not given:
        raise Refusal(401, "holds no signature; switch the signed event webhook on")
    try:
        signature = b64decode(given, validate=True)
    except ValueError:
        raise Refusal(401, "its signature is no base64") from None
    if not any(_fits(key, signature, at.encode() + delivery.body) for key in keys.public):
        raise Refusal(401, "its signature does not fit the public key")
    must_be_recent(delivery, datetime.fromtimestamp(int(at), UTC).replace(tzinfo=None), keys.window)
    return True


def _fits(key: EllipticCurvePublicKey, signature: bytes, signed: bytes) -> bool:
    try:
        key.verify(signature, signed, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True
