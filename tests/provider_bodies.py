"""Events of providers as tests write them: small bodies, and what a source makes of its files."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from readings import Source

from ingest.sources import mailgun, postmark, sendgrid, ses

KINDS: dict[str, ModuleType] = {
    "ses": ses, "sendgrid": sendgrid, "mailgun": mailgun, "postmark": postmark,
}  # fmt: skip
PROOFS = {
    "ses": {"topics": ("arn:aws:sns:eu-central-1:123456789012:mail",)},
    "sendgrid": {"public_key": (
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEjlM7b6C/e0YluzBmfAH7YH75+L"
        "ioD+9bMAYocDGHsqNz6x294DMYNm0Gn4Om9ZAAU8c2M8sEGyHFXhqGwfQAtA=="
    )},
    "mailgun": {"signing_key": "env:SIGNING_KEY"},
    "postmark": {"user": "hook", "password": "env:HOOK_PASSWORD"},
}  # fmt: skip
NOW = datetime(2026, 11, 23, 12)


def event(number: int, **said) -> dict:
    """A delivery as SendGrid tells it; its number stands in every field that tells mails apart."""
    return {
        "email": f"c{number}@mail.example", "timestamp": 1772442000 + number,
        "event": "delivered", "smtp-id": f"<m{number}@nordlicht.example>",
        "sg_message_id": f"mail{number}.filter", "sg_event_id": f"event{number}",
        "response": "250 2.0.0 OK", "order_id": str(1000 + number),
        "kind": "order_confirmation",
    } | said  # fmt: skip


def lines(*events: dict) -> bytes:
    return "".join(json.dumps(one) + "\n" for one in events).encode()


def write(path: Path, content: bytes, at: datetime = datetime(2026, 11, 23, 6)) -> Path:
    """A file that was last written at `at` (UTC); by default long enough ago to be whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    stamp = at.replace(tzinfo=UTC).timestamp()
    os.utime(path, (stamp, stamp))
    return path


def options_of(kind: str, **options):
    """A kind's options; whoever fills a spool must prove who they are."""
    proofs = PROOFS[kind] if "spool" in options else {}
    return KINDS[kind].Options(kind=kind, **proofs, **options)


def source(folder: Path, kind: str = "sendgrid", **options) -> Source:
    """All files of the folder as one source."""
    if "spool" not in options:
        options.setdefault("files", (str(folder / "*"),))
    return Source(KINDS[kind], "esp", options_of(kind, **options))


def reading(folder: Path, content: bytes, kind: str = "sendgrid", **options):
    """What a source makes of one file."""
    write(folder / "events.json", content)
    return source(folder, kind, **options).read(NOW)


def numbers(found) -> list[int]:
    """Which of the numbered events arrived."""
    return [int(fact.recipient.removeprefix("c").partition("@")[0]) for fact in found.facts]
