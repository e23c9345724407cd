"""What the settings say of a provider's webhook: its spool, and what proves who calls."""

import re
from base64 import b64decode
from datetime import timedelta
from pathlib import Path
from typing import Annotated, ClassVar

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pydantic import AfterValidator, model_validator

from sql.settings import Duration, SecretRef, SourceOptions

LONGEST_WINDOW = timedelta(days=7)
HOSTS = {"aws": "amazonaws.com", "aws-us-gov": "amazonaws.com", "aws-cn": "amazonaws.com.cn"}
_TOPIC = re.compile(r"arn:([a-z-]+):sns:([a-z]{2}(?:-[a-z]+)+-\d):\d{12}:[A-Za-z0-9_.-]{1,256}")
_HEADER = re.compile(r"[A-Za-z0-9-]{1,64}")


def _window(value: timedelta) -> timedelta:
    if value > LONGEST_WINDOW:
        raise ValueError("out of range; allowed up to 7d")
    return value


def _topic(text: str) -> str:
    parts = _TOPIC.fullmatch(text)
    if not parts or parts[1] not in HOSTS:
        raise ValueError("must be the ARN of a topic: arn:aws:sns:REGION:ACCOUNT:NAME")
    return text


def _public_key(text: str) -> str:
    public_key(text)
    return text


def _header(text: str) -> str:
    if not _HEADER.fullmatch(text):
        raise ValueError("must be the name of a header: letters, digits and -")
    return text


def public_key(text: str) -> EllipticCurvePublicKey:
    """The key in the base64 that SendGrid shows."""
    try:
        key = load_der_public_key(b64decode("".join(text.split()), validate=True))
    except ValueError:
        key = None
    if not isinstance(key, EllipticCurvePublicKey):
        raise ValueError("must be the verification key as SendGrid shows it, in base64")
    return key


def host_of(topic: str) -> str:
    """The only host that may be asked about a topic: built from the ARN in the settings."""
    _, partition, _, region, *_ = topic.split(":")
    return f"sns.{region}.{HOSTS[partition]}"


Window = Annotated[Duration, AfterValidator(_window)]
Topic = Annotated[str, AfterValidator(_topic)]
PublicKey = Annotated[str, AfterValidator(_public_key)]
Header = Annotated[str, AfterValidator(_header)]


class ReceiverOptions(SourceOptions):
    """Keys of a source whose events also come over HTTP; a spool alone is only read."""

    proofs: ClassVar[tuple[str, ...]] = ()  # keys that must stand beside the spool

    spool: Path | None = None

    @property
    def unproved(self) -> list[str]:
        """The keys that are not there, without which nobody may deliver."""
        return [key for key in self.proofs if not getattr(self, key)]

    @model_validator(mode="after")
    def _all_proofs_or_none(self) -> "ReceiverOptions":
        if self.unproved and len(self.unproved) < len(self.proofs):
            raise ValueError(f"whoever calls must prove it; add {' and '.join(self.unproved)}")
        return self


class SesReceiver(ReceiverOptions):
    proofs = ("topics",)

    topics: tuple[Topic, ...] = ()
    confirm: bool = True  # subscriptions to these topics; else a person opens the address
    certificates: Path | None = None  # a folder of SNS's certificates, so that none is fetched
    window: Window = timedelta(hours=2)  # SNS tries again for an hour


class SendgridReceiver(ReceiverOptions):
    proofs = ("public_key",)

    public_key: PublicKey | None = None
    old_public_key: PublicKey | None = None  # still taken while the key changes
    window: Window = timedelta(hours=25)  # SendGrid tries again for a day


class MailgunReceiver(ReceiverOptions):
    proofs = ("signing_key",)
    secrets_not_for_reading = ("signing_key", "old_signing_key")

    signing_key: SecretRef | None = None
    old_signing_key: SecretRef | None = None  # still taken while the key changes
    window: Window = timedelta(hours=9)  # Mailgun tries again for eight hours


class PostmarkReceiver(ReceiverOptions):
    proofs = ("user", "password")
    secrets_not_for_reading = ("password", "header_secret")

    user: str | None = None
    password: SecretRef | None = None
    header: Header | None = None  # a header of one's own that must stand there too
    header_secret: SecretRef | None = None

    @model_validator(mode="after")
    def _header_with_its_secret(self) -> "PostmarkReceiver":
        if bool(self.header) != bool(self.header_secret):
            raise ValueError("header and header_secret go together; add the other one")
        return self
