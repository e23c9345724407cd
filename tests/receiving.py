"""A running receiver for tests, and providers that sign as their documentation says."""

import hashlib
import hmac
import http.client
import json
import threading
import time
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from servers import free_port, wait_for

import ingest.receive
from ingest.kinds import option_models
from sql.settings import load

SIGNING_KEY = "key-of-the-shop"
PASSWORD = "correct horse: battery"
SHOP = '[shops.a]\nname = "A"\nzone = "UTC"\n'
MAILGUN = '[sources.mail]\nkind = "mailgun"\nspool = "mail"\nsigning_key = "env:SIGNING_KEY"\n'
POSTMARK = (
    '[sources.post]\nkind = "postmark"\nspool = "post"\nuser = "hook"\n'
    'password = "env:HOOK_PASSWORD"\n'
)
JSON = {"Content-Type": "application/json"}


def settings_of(folder: Path, text: str, port: int | None = None, **receiver):
    """Settings in the folder; `text` holds the sources."""
    table = "".join(f"{key} = {json.dumps(value)}\n" for key, value in receiver.items())
    path = folder / "trackrecord.toml"
    path.write_text(f"{SHOP}{text}[receiver]\nport = {port or free_port()}\n{table}")
    return load(path, option_models())


class Running:
    """The receiver of the settings, in a thread, on a real port."""

    def __init__(self, settings, change=lambda endpoints: None, crowd=None):
        self.settings = settings
        self.port = settings.receiver.port
        self.told: list[str] = []
        self.endpoints = ingest.receive.endpoints_of(settings, self.told.append)
        change(self.endpoints)
        self._spools = ingest.receive.opened(self.endpoints)
        self._spools.__enter__()
        self.listener = ingest.receive.listening(settings.receiver)
        self.server = ingest.receive.server(
            settings.receiver, self.endpoints, self.told.append, **(crowd or {})
        )
        self.thread = threading.Thread(target=self.server.run, args=[[self.listener]])
        self.thread.start()
        wait_for(lambda: self.server.started, "the receiver's start")

    def stop(self):
        self.server.should_exit = self.server.force_exit = True
        self.thread.join()
        self._spools.__exit__(None, None, None)

    def post(self, path: str, body: bytes, headers=None, method="POST") -> int:
        return answer(self.port, path, body, headers, method)[0]

    def kept(self, name: str) -> list[bytes]:
        """The bodies that a reader of the spool finds."""
        folder = self.settings.sources[name].spool
        return [path.read_bytes() for path in sorted(folder.rglob("*.json"))]


def answer(port, path, body=b"", headers=None, method="POST") -> tuple[int, dict]:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        client.request(method, path, body, JSON | (headers or {}))
        response = client.getresponse()
        response.read()
        return response.status, {name.lower(): value for name, value in response.getheaders()}
    finally:
        client.close()


def mailgun(
    number: int = 1, at: float | str | None = None, key: str = SIGNING_KEY, **changed
) -> bytes:
    """A webhook of Mailgun's with a signature over its time and token."""
    stamp = at if isinstance(at, str) else str(int(at or time.time()))
    token = f"{number:050d}"
    signed = hmac.new(key.encode(), (stamp + token).encode(), hashlib.sha256).hexdigest()
    signature = {"timestamp": stamp, "token": token, "signature": signed} | changed
    event = {"event": "delivered", "id": f"event-{number}", "recipient": "kim@customer.example"}
    return json.dumps({"signature": signature, "event-data": event}).encode()


def basic(user: str = "hook", password: str = PASSWORD) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{user}:{password}".encode()).decode()}


class Sendgrid:
    """A signer with a key of its own."""

    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.public = b64encode(
            self.key.public_key().public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        ).decode()

    def headers(self, body: bytes, at: float | None = None) -> dict[str, str]:
        stamp = str(int(at or time.time()))
        signature = self.key.sign(stamp.encode() + body, ec.ECDSA(hashes.SHA256()))
        return {
            "X-Twilio-Email-Event-Webhook-Timestamp": stamp,
            "X-Twilio-Email-Event-Webhook-Signature": b64encode(signature).decode(),
        }

    def source(self) -> str:
        return f'[sources.grid]\nkind = "sendgrid"\nspool = "grid"\npublic_key = "{self.public}"\n'


def utc_now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
