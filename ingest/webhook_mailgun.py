"""Mailgun's webhooks: the body names a time and a token, and signs both with a shared key.

The signature does not cover the events: whoever reads along could reuse it for others. TLS keeps
readers away, and the window bounds how long it is of use.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ingest.receive_delivery import Delivery, Refusal, Tell, json_object, must_be_recent
from ingest.receive_options import MailgunReceiver
from sql.secrets import secret

CONTENT_TYPES = ("application/json",)  # the older form-encoded webhooks carry other fields
_TIME = re.compile(r"[0-9]{1,10}")
_TOKEN = re.compile(r"[!-~]{1,128}")
_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Keys:
    signing: tuple[bytes, ...]
    window: timedelta


def proofs(options: MailgunReceiver, place: str, tell: Tell) -> Keys:
    """The keys themselves; Misuse where a secret is not there."""
    named = {"signing_key": options.signing_key, "old_signing_key": options.old_signing_key}
    return Keys(
        tuple(secret(at, f"{place} {key}").reveal().encode() for key, at in named.items() if at),
        options.window,
    )


def verify(keys: Keys, delivery: Delivery) -> bool:
    """True, or Refusal."""
    signed = json_object(delivery.body).get("signature")
    if not isinstance(signed, dict):
        raise Refusal(401, "holds no signature")
    at, token = str(signed.get("timestamp")), str(signed.get("token"))
    if not _TIME.fullmatch(at) or not _TOKEN.fullmatch(token):
        raise Refusal(401, "holds no signature")
    # Events of a subaccount are signed by the account above it as well.
    given = [str(signed.get(name)) for name in ("signature", "parent-signature")]
    expected = [hmac.digest(key, f"{at}{token}".encode(), "sha256").hex() for key in keys.signing]
    fits = [
        hmac.compare_digest(one, other)
        for one in given if _HEX.fullmatch(one) for other in expected
    ]  # fmt: skip
    if not any(fits):
        raise Refusal(401, "its signature does not fit the signing key")
    must_be_recent(delivery, datetime.fromtimestamp(int(at), UTC).replace(tzinfo=None), keys.window)
    return True
