"""What is true of the demo shop, from the script alone, in the order it happened."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from .escalation_truth import escalations
from .events import Script
from .finding_truth import findings
from .kind_truth import kinds, topics
from .order_notice_truth import order_notices
from .promise_truth import promises
from .verification_truth import verifications

States = list[tuple[datetime | None, str]]


def write_truth(script: Script, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in (
        ("order_confirmations", confirmations(script)),
        ("shipping_notices", notices(script)),
        ("waits", waits(script)),
        ("bounces", bounces(script)),
        ("order_notices", map(_plain, order_notices(script))),
        ("order_verifications", map(_plain, verifications(script))),
        ("promises", map(_plain, promises(script))),
        ("messages", map(_plain, kinds(script))),
        ("wait_escalations", map(_plain, escalations(script))),
        ("message_topics", map(_plain, topics(script))),
        ("findings", map(_plain, findings(script))),
    ):
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (folder / f"{name}.jsonl").write_text(text, "utf-8")


def confirmations(script: Script) -> Iterator[dict[str, Any]]:
    for order in script.orders:
        confirmed_at, latency = order.confirmed_at, None
        if confirmed_at:
            latency = (confirmed_at - order.placed_at).total_seconds()
        yield {
            "table": "facts.order_confirmations",
            "key": {"shop": order.brand.shop, "order_id": order.order_id},
            "placed_at": _text(order.placed_at),
            "confirmed_at": _text(confirmed_at),
            "latency_seconds": latency,
            "states": _states(order.states, "verdict"),
        }


def notices(script: Script) -> Iterator[dict[str, Any]]:
    for order in script.orders:
        for parcel in order.shipments:
            yield {
                "table": "facts.shipping_notices",
                "key": {"shop": order.brand.shop, "shipment_id": parcel.shipment_id},
                "shipped_at": _text(parcel.shipped_at),
                "noticed_at": _text(parcel.noticed_at),
                "rung": parcel.rung,
                "states": _states(parcel.states, "verdict"),
            }


def waits(script: Script) -> Iterator[dict[str, Any]]:
    for wait in script.waits:
        yield {
            "table": "facts.waits",
            "key": {"message_id": wait.first.message_id},
            "shop": wait.first.brand.shop,
            "started_at": _text(wait.first.at),
            "answered_at": _text(wait.answered_at),
            "business_seconds": wait.business_seconds,
            "due_at": _text(wait.due.at),
            "states": _states(wait.states, "outcome"),
        }


def bounces(script: Script) -> Iterator[dict[str, Any]]:
    for bounce in script.bounces:
        yield {
            "table": "staging.bounces",
            "key": {"original_message_id": bounce.original_message_id},
            "is_hard": bounce.is_hard,
        }


def _plain(line: dict[str, Any]) -> dict[str, Any]:
    """Moments as text; the word of every state under the name of a verdict."""
    told = {name: _said(value) for name, value in line.items()}
    told["key"] = {name: _said(value) for name, value in line["key"].items()}
    return told | {"states": _states(line["states"], "verdict")}


def _said(value: Any) -> Any:
    return _text(value) if isinstance(value, datetime) else value


def _states(states: States, name: str) -> list[dict[str, str | None]]:
    return [{"from_at": _text(from_at), name: word} for from_at, word in states]


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
