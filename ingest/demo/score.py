"""How far judged rows agree with the planted truth: n, precision and recall per table and word."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

MOST_MISSES = 50
TABLES = {
    "facts.order_confirmations": "order_confirmations",
    "facts.shipping_notices": "shipping_notices",
    "facts.waits": "waits",
    "staging.bounces": "bounces",
}
# What must agree beside the word itself; where a word leaves it open, nothing more is asked.
EXACT = {
    "facts.order_confirmations": {
        word: ("confirmed_at",) for word in ("on_time", "late", "implausible")
    },
    "facts.shipping_notices": {
        **{word: ("noticed_at", "rung") for word in ("on_time", "late", "too_early")},
        **{word: ("rung",) for word in ("missing", "waiting")},
    },
    "facts.waits": {
        **{word: ("started_at", "answered_at") for word in ("in_time", "late")},
        **{w: ("started_at",) for w in ("open", "due_soon", "overdue", "bot", "answered_unseen")},
        "unknown": ("started_at",),
    },
}  # fmt: skip
Row = dict[str, Any]
Key = tuple[Any, ...]


def score(truth_dir: Path, rows: dict[str, list[Row]], read_until: dict[str, datetime]) -> Row:
    """`rows` by table, as the build judged them; `read_until` by shop: the present of verdicts."""
    result: dict[str, Any] = {}
    misses: list[Row] = []
    for table, name in TABLES.items():
        truth = _truth(truth_dir / f"{name}.jsonl", read_until)
        result[table], missed = _compared(table, truth, rows.get(table, []))
        misses += missed
    result["misses"] = misses[:MOST_MISSES]
    return result


def _truth(path: Path, read_until: dict[str, datetime]) -> dict[Key, Row]:
    truth = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        key = row.pop("key")
        shop = key.get("shop", row.get("shop"))
        until = read_until.get(shop) or max(read_until.values(), default=datetime.max)
        truth[tuple(key.values())] = {**row, "word": _word(row, until)}
    return truth


def _word(row: Row, until: datetime) -> str:
    """The state that holds once everything was read up to `until`; of a bounce, its kind."""
    if "is_hard" in row:
        return _kind(row)
    states = [s for s in row["states"] if not s["from_at"] or s["from_at"] <= until.isoformat()]
    return states[-1].get("verdict") or states[-1]["outcome"]


def _kind(row: Row) -> str:
    return "hard" if row["is_hard"] else "soft"


def _key(table: str, row: Row) -> Key:
    match table:
        case "facts.order_confirmations":
            return row["shop"], row["order_id"]
        case "facts.shipping_notices":
            return row["shop"], row["shipment_id"]
        case "facts.waits":
            return (row["message_id"],)
        case _:
            return (row["original_message_id"],)


def _judged(row: Row) -> str:
    return _kind(row) if "is_hard" in row else row.get("verdict") or row["outcome"]


def _compared(table: str, truth: dict[Key, Row], given: list[Row]) -> tuple[Row, list[Row]]:
    expected, found, right = Counter(), Counter(), Counter()
    misses: list[Row] = []
    for row in truth.values():
        expected[row["word"]] += 1
    seen: set[Key] = set()
    for row in given:
        key, word = _key(table, row), _judged(row)
        found[word] += 1
        planted = truth.get(key)
        if planted and key not in seen and _agrees(table, planted, row, word):
            right[word] += 1
        else:
            misses.append(_miss(table, key, planted, row))
        seen.add(key)
    misses += [_miss(table, key, row, None) for key, row in truth.items() if key not in seen]
    return _figures(expected, found, right), misses


def _agrees(table: str, planted: Row, row: Row, word: str) -> bool:
    fields = EXACT.get(table, {}).get(word, ())
    return planted["word"] == word and all(
        _text(planted[field]) == _text(row.get(field)) for field in fields
    )


def _figures(expected: Counter, found: Counter, right: Counter) -> Row:
    words = sorted({*expected, *found})
    return {
        **_rates(expected.values(), found.values(), right.values()),
        "by_verdict": {
            word: _rates([expected[word]], [found[word]], [right[word]]) for word in words
        },
    }


def _rates(expected: Iterable[int], found: Iterable[int], right: Iterable[int]) -> Row:
    n, given, agreed = sum(expected), sum(found), sum(right)
    precision = round(agreed / given, 6) if given else None
    return {"n": n, "precision": precision, "recall": round(agreed / n, 6) if n else None}


def _miss(table: str, key: Key, planted: Row | None, row: Row | None) -> Row:
    fields = ("confirmed_at", "noticed_at", "rung", "started_at", "answered_at")
    expected = planted and {f: planted[f] for f in ("word", *fields) if f in planted}
    got = row and {"word": _judged(row), **{f: _text(row[f]) for f in fields if f in row}}
    return {"table": table, "key": list(key), "expected": expected, "got": got}


def _text(value: Any) -> Any:
    """Moments as text, so that rows may hold either."""
    return value.isoformat() if isinstance(value, datetime) else value
