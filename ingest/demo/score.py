"""How far judged rows agree with the planted truth: n, precision and recall per table and word."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from .score_tables import EXACT, KEYS, RULES, TABLES

MOST_MISSES = 50
UNJUDGED = {"precision": None, "recall": None}
Row = dict[str, Any]
Key = tuple[Any, ...]


def score(truth_dir: Path, rows: dict[str, list[Row]], read_until: dict[str, datetime]) -> Row:
    """`rows` by table, as the build judged them; `read_until` by shop: the present of verdicts.

    A table that the build has not got is not judged: its precision and recall are None.
    """
    result: dict[str, Any] = {}
    misses: list[Row] = []
    for table, name in TABLES.items():
        truth = _truth(truth_dir / f"{name}.jsonl", read_until)
        if table not in rows:
            result[table] = _unjudged(truth.values())
        else:
            result[table], missed = _compared(table, truth, rows[table])
            misses += missed
        if name == "findings":
            result |= _by_rule(result[table]["by_verdict"])
    result["misses"] = misses[:MOST_MISSES]
    return result


def _by_rule(figures: Row) -> Row:
    """Every rule stands in the score, be there nothing of it to find."""
    return {rule: figures.get(rule, {"n": 0, **UNJUDGED}) for rule in RULES}


def _truth(path: Path, read_until: dict[str, datetime]) -> dict[Key, Row]:
    truth = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        key = row.pop("key")
        shop = key.get("shop", row.get("shop"))
        until = read_until.get(shop) or max(read_until.values(), default=datetime.max)
        if word := _word(row, until):
            truth[tuple(key.values())] = {**row, "word": word}
    return truth


def _word(row: Row, until: datetime) -> str | None:
    """The state that holds once everything was read up to `until`; of a bounce, its kind.

    None where there was nothing to judge yet.
    """
    if "is_hard" in row:
        return _kind(row)
    states = [s for s in row["states"] if not s["from_at"] or s["from_at"] <= until.isoformat()]
    return (states[-1].get("verdict") or states[-1].get("outcome")) if states else None


def _kind(row: Row) -> str:
    return "hard" if row["is_hard"] else "soft"


def _key(table: str, row: Row) -> Key:
    return tuple(_text(row[name]) for name in KEYS[table])


def _judged(row: Row) -> str:
    if "is_hard" in row:
        return _kind(row)
    return row.get("verdict") or row.get("outcome") or row["rule"]


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


def _unjudged(truth: Iterable[Row]) -> Row:
    expected = Counter(row["word"] for row in truth)
    words = {word: {"n": n, **UNJUDGED} for word, n in sorted(expected.items())}
    return {"n": expected.total(), **UNJUDGED, "by_verdict": words}


def _rates(expected: Iterable[int], found: Iterable[int], right: Iterable[int]) -> Row:
    n, given, agreed = sum(expected), sum(found), sum(right)
    precision = round(agreed / given, 6) if given else None
    return {"n": n, "precision": precision, "recall": round(agreed / n, 6) if n else None}


def _miss(table: str, key: Key, planted: Row | None, row: Row | None) -> Row:
    fields = sorted({field for names in EXACT.get(table, {}).values() for field in names})
    expected = planted and {f: planted[f] for f in ("word", *fields) if f in planted}
    got = row and {"word": _judged(row), **{f: _text(row[f]) for f in fields if f in row}}
    return {"table": table, "key": list(key), "expected": expected, "got": got}


def _text(value: Any) -> Any:
    """Moments as text, so that rows may hold either."""
    return value.isoformat() if isinstance(value, datetime) else value
