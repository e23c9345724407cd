"""Three witnesses of one shop, side by side: the oracle, the planted truth and a build."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from .verdicts import Verdicts

Side = dict[str, dict[tuple, dict]]  # table -> key -> fields
WORDS = {
    "facts.order_confirmations": "verdict",
    "facts.shipping_notices": "verdict",
    "facts.order_notices": "verdict",
    "facts.order_verifications": "verdict",
    "facts.promises": "verdict",
    "facts.waits": "outcome",
    "staging.bounces": "is_hard",
}
BUILT = {
    "facts.order_confirmations": (
        "select shop, order_id, verdict, confirmed_at from facts.order_confirmations",
        ("shop", "order_id"),
        ("verdict", "confirmed_at"),
    ),
    "facts.shipping_notices": (
        "select shop, shipment_id, verdict, noticed_at, rung from facts.shipping_notices",
        ("shop", "shipment_id"),
        ("verdict", "noticed_at", "rung"),
    ),
    "facts.order_notices": (
        "select shop, order_id, mail_kind, verdict, sent_at from facts.order_notices",
        ("shop", "order_id", "mail_kind"),
        ("verdict", "sent_at"),
    ),
    "facts.order_verifications": (
        "select shop, order_id, verdict, missing_fields from facts.order_verifications",
        ("shop", "order_id"),
        ("verdict", "missing_fields"),
    ),
    "facts.promises": (
        "select shop, order_id, shipment_id, line_id, kind, until_at, verdict, made_in, is_first,"
        " is_too_early from facts.promises",
        ("shop", "order_id", "shipment_id", "line_id", "kind", "until_at"),
        ("verdict", "made_in", "is_first", "is_too_early"),
    ),
    "facts.waits": (
        "select messages.message_id, waits.outcome, waits.started_at, waits.answered_at"
        " from facts.waits as waits join staging.messages as messages"
        " on messages.message_key = waits.wait_id",
        ("message_id",),
        ("outcome", "started_at", "answered_at"),
    ),
    "staging.bounces": (
        "select original_message_id, bool_and(is_hard) from staging.bounces"
        " where original_message_id is not null group by original_message_id",
        ("original_message_id",),
        ("is_hard",),
    ),
}


def of_oracle(verdicts: Verdicts) -> Side:
    hard: dict[tuple, dict] = {}
    for (message_id, _), is_hard in verdicts.bounces.items():
        before = hard.get((bare(message_id),), {"is_hard": True})["is_hard"]
        hard[(bare(message_id),)] = {"is_hard": before and is_hard}
    return {
        "facts.order_confirmations": dict(verdicts.confirmations),
        "facts.shipping_notices": dict(verdicts.notices),
        "facts.order_notices": dict(verdicts.order_notices),
        "facts.order_verifications": dict(verdicts.verifications),
        "facts.promises": {tuple(map(bare, key)): told for key, told in verdicts.promises.items()},
        "facts.waits": {(bare(key),): wait for key, wait in verdicts.waits.items()},
        "staging.bounces": hard,
    }


def bare(key: object) -> object:
    if isinstance(key, datetime):
        return key.isoformat()
    return key.strip("<>") if isinstance(key, str) else key


def of_build(rows: Callable[[str], list[tuple]]) -> Side:
    return {
        table: {
            tuple(map(bare, row[: len(keys)])): dict(zip(fields, row[len(keys) :], strict=True))
            for row in rows(sql)
        }
        for table, (sql, keys, fields) in BUILT.items()
    }


def of_truth(folder: Path, until: datetime) -> Side:
    """The planted truth as it stands when everything was read up to `until`."""
    side: Side = {table: {} for table in WORDS}
    for path in sorted((folder / "truth").glob("*.jsonl")):
        for line in path.read_text().splitlines():
            told = json.loads(line)
            if told["table"] not in side:
                continue
            word = WORDS[told["table"]]
            fields = {key: read(key, value) for key, value in told.items() if key in FIELDS}
            for state in told.get("states", []):
                if state["from_at"] is None or datetime.fromisoformat(state["from_at"]) <= until:
                    fields[word] = state.get(word, state.get("verdict"))
            keys = BUILT[told["table"]][1]
            side[told["table"]][tuple(bare(told["key"][key]) for key in keys)] = fields
    return side


FIELDS = {field for _, _, fields in BUILT.values() for field in fields}


def read(key: str, value: object) -> object:
    is_time = key.endswith("_at") and isinstance(value, str)
    return datetime.fromisoformat(str(value)) if is_time else value


def differences(one: Side, other: Side, names: tuple[str, str]) -> list[str]:
    """One line for each key whose shared fields differ, or that only one side knows."""
    found = []
    for table in WORDS:
        for key in sorted(one[table].keys() | other[table].keys(), key=str):
            left, right = one[table].get(key), other[table].get(key)
            if left is None or right is None:
                who, what = (names[1], right) if left is None else (names[0], left)
                found.append(f"{table} {key}: only {who}: {shown(what)}")
                continue
            for field in left.keys() & right.keys() & FIELDS:
                if left[field] != right[field]:
                    told = f"{names[0]} {left[field]}, {names[1]} {right[field]}"
                    found.append(f"{table} {key} {field}: {told}")
    return found


def shown(fields: dict | None) -> str:
    return ", ".join(f"{key}={value}" for key, value in (fields or {}).items() if key in FIELDS)


def hits(said: Side, true: Side) -> dict[tuple[str, str], list[int]]:
    """(table, verdict) -> [true ones, said ones, said rightly]; pooled by adding up."""
    counts: dict[tuple[str, str], list[int]] = {}
    for table, word in WORDS.items():
        for key in said[table].keys() | true[table].keys():
            mine = said[table].get(key, {}).get(word)
            real = true[table].get(key, {}).get(word)
            if real is not None:
                counts.setdefault((table, str(real)), [0, 0, 0])[0] += 1
            if mine is not None:
                counts.setdefault((table, str(mine)), [0, 0, 0])[1] += 1
                counts[table, str(mine)][2] += mine == real
    return counts
