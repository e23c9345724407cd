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


def source(folder: Path, kind: str = "sendgrid", **options) -> Source:
    """All files of the folder as one source."""
    module = KINDS[kind]
    if "spool" not in options:
        options.setdefault("files", (str(folder / "*"),))
    return Source(module, "esp", module.Options(kind=kind, **options))


def reading(folder: Path, content: bytes, kind: str = "sendgrid", **options):
    """What a source makes of one file."""
    write(folder / "events.json", content)
    return source(folder, kind, **options).read(NOW)


def numbers(found) -> list[int]:
    """Which of the numbered events arrived."""
    return [int(fact.recipient.removeprefix("c").partition("@")[0]) for fact in found.facts]
