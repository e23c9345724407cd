"""Postmark's webhooks: nothing is signed; the caller knows a user and a password."""

import hmac
from base64 import b64encode
from dataclasses import dataclass

from ingest.receive_delivery import Delivery, Refusal, Tell
from ingest.receive_options import PostmarkReceiver
from sql.secrets import secret

CONTENT_TYPES = ("application/json",)


@dataclass(frozen=True)
class Keys:
    authorization: bytes
    header: str | None
    header_secret: bytes


def proofs(options: PostmarkReceiver, place: str, tell: Tell) -> Keys:
    """The header that is expected; Misuse where a secret is not there."""
    password = secret(options.password or "", f"{place} password").reveal()
    known = f"{options.user}:{password}".encode()
    second = options.header_secret
    return Keys(
        b64encode(known),
        options.header.lower() if options.header else None,
        secret(second, f"{place} header_secret").reveal().encode() if second else b"",
    )


def verify(keys: Keys, delivery: Delivery) -> bool:
    """True, or Refusal."""
    scheme, _, given = delivery.headers.get("authorization", "").partition(" ")
    fits = _same(given.strip(), keys.authorization) and scheme.lower() == "basic"
    if keys.header:
        fits &= _same(delivery.headers.get(keys.header, ""), keys.header_secret)
    if not fits:
        raise Refusal(401, "user, password or header are not those of the settings")
    return True


def _same(given: str, known: bytes) -> bool:
    return hmac.compare_digest(given.encode("latin-1", "replace"), known)
