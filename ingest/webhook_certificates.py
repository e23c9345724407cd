"""SNS's signing certificates: fetched from the settings' host, never from one that data names."""

import re
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import requests
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from ingest.receive_delivery import Refusal
from ingest.receive_limits import Bucket
from ingest.receive_options import host_of
from ingest.receive_spool import make_folder, write_whole

TIMEOUT_SECONDS = 10
WAITS_SECONDS = 2
LARGEST_ANSWER = 64 << 10
MOST_HELD = 32
_NAME = re.compile(r"SimpleNotificationService-[0-9a-f]{16,64}\.pem")
AddressOf = Callable[[str], str]


def address_of(topic: str) -> str:
    return f"https://{host_of(topic)}/"


class Web:
    """Requests to the host that belongs to a topic of the settings: bounded, without redirects."""

    def __init__(self, session: requests.Session, address: AddressOf = address_of) -> None:
        self.session = session
        self.address = address

    def get(self, topic: str, path: str, parameters: dict[str, str] | None = None) -> bytes:
        """The answer, or Refusal for which the provider tries again; its text names no address."""
        deadline = time.monotonic() + 2 * TIMEOUT_SECONDS
        try:
            with self.session.get(
                self.address(topic) + path, params=parameters, timeout=TIMEOUT_SECONDS,
                allow_redirects=False, stream=True,
            ) as answer:  # fmt: skip
                if answer.status_code != 200:
                    raise Refusal(503, f"SNS itself answered {answer.status_code} to us", 60)
                return _bounded(answer, deadline)
        except requests.RequestException as error:
            # Its text would hold the address with the token.
            raise Refusal(503, f"SNS itself could not be asked ({type(error).__name__})", 60
                          ) from None  # fmt: skip


def _bounded(answer: requests.Response, deadline: float) -> bytes:
    read = b""
    for chunk in answer.iter_content(4096):
        read += chunk
        if len(read) > LARGEST_ANSWER or time.monotonic() > deadline:
            raise Refusal(503, "SNS itself answered too much or too slowly", 60)
    return read


class Certificates:
    """Public keys by host and file name: from memory, from a folder, or from the host."""

    def __init__(self, web: Web, cache: Path, folder: Path | None) -> None:
        self.web = web
        self.cache = cache
        self.folder = folder  # a person's; then the host is never asked
        self._held: dict[str, x509.Certificate] = {}
        self._lock = threading.Lock()
        self._bucket = Bucket(0.1, 10)  # whoever makes names up causes no more than this

    def key(self, topic: str, url: str, at: datetime) -> RSAPublicKey:
        """The key of the certificate whose file name ends `url`; the rest of it is not used."""
        name = url.rpartition("/")[2]
        if not _NAME.fullmatch(name):
            raise Refusal(401, "names no certificate of SNS")
        kept_as = f"{host_of(topic)}_{name}"
        certificate = self._held.get(kept_as) or self._new(topic, name, kept_as)
        now = at.replace(tzinfo=UTC)
        if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
            raise Refusal(401, "its certificate is not valid now")
        key = certificate.public_key()
        if not isinstance(key, RSAPublicKey) or key.key_size < 2048:
            raise Refusal(401, "its certificate has another kind of key than SNS's")
        return key

    def _new(self, topic: str, name: str, kept_as: str) -> x509.Certificate:
        """One at a time; whose certificate is known never waits here."""
        if not self._lock.acquire(timeout=WAITS_SECONDS):
            raise Refusal(503, "another certificate is being fetched", 10)
        try:
            certificate = self._held.get(kept_as) or self._found(topic, name, kept_as)
            if len(self._held) >= MOST_HELD:
                self._held.clear()
            self._held[kept_as] = certificate
            return certificate
        finally:
            self._lock.release()

    def _found(self, topic: str, name: str, kept_as: str) -> x509.Certificate:
        if self.folder:
            if certificate := _read(self.folder / name):
                return certificate
            raise Refusal(503, f"{name} is not in the folder of certificates; put it there", 300)
        if certificate := _read(self.cache / kept_as):
            return certificate
        if self._bucket.take():
            raise Refusal(503, "too many new certificates at once", 60)
        content = self.web.get(topic, name)
        try:
            certificate = x509.load_pem_x509_certificate(content)
        except ValueError:
            raise Refusal(503, "SNS itself answered with no certificate", 60) from None
        with suppress(OSError):  # next time it is fetched again
            make_folder(self.cache)
            write_whole(self.cache / kept_as, content)
        return certificate


def _read(path: Path) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):
        return None
