"""Three witnesses of one shop, side by side: the oracle, the planted truth and a build."""

import json
from datetime import datetime
from pathlib import Path

from .compared import FIELDS, TABLES, WORDS, Side, bare, of_build
from .verdicts import Verdicts

__all__ = ["WORDS", "Side", "all_four", "differences", "hits", "of_build", "of_oracle",
           "of_truth", "skipped"]  # fmt: skip
FOUR = ("started_at", "answered_at", "outcome", "business_seconds")
ANSWERED = {"in_time", "late", "answered_elsewhere"}


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
        "facts.waits": by_mail(verdicts.waits),
        "facts.messages": by_mail(verdicts.kinds),
        "facts.wait_escalations": by_mail(verdicts.escalations),
        "facts.conversations": by_mail(verdicts.conversations),
        "staging.bounces": hard,
        "facts.confirmation_witnesses": dict(verdicts.witnesses),
        "cases.findings": dict(verdicts.findings),
    }


def by_mail(told: dict[str, dict]) -> dict[tuple, dict]:
    """A mail without a Message-ID cannot be told by it."""
    return {(bare(key),): fields for key, fields in told.items() if not key.startswith("no-id-")}


def of_truth(folder: Path, until: datetime) -> Side:
    """The planted truth as it stands when everything was read up to `until`."""
    side: Side = {}
    for path in sorted((folder / "truth").glob("*.jsonl")):
        for line in path.read_text().splitlines():
            told = json.loads(line)
            if told["table"] not in TABLES:
                continue
            word = WORDS[told["table"]]
            fields = {key: read(key, value) for key, value in told.items() if key in FIELDS}
            for state in told.get("states", []):
                if state["from_at"] is None or datetime.fromisoformat(state["from_at"]) <= until:
                    fields |= {key: read(key, state[key]) for key in state.keys() & FIELDS}
                    fields[word] = state.get(word, state.get("verdict"))
            if fields.get(word) is None:
                continue  # not yet: what is planted lies ahead
            if fields.get("how") in ("folder", "flag") and fields.get("escalated_at") is None:
                del fields["escalated_at"]  # the planted truth cannot know when it will be read
            if fields.get("answered_at") and fields["answered_at"] > until:
                fields |= {"answered_at": None, "business_seconds": None}
            key = tuple(bare(told["key"][name]) for name in TABLES[told["table"]].keys)
            side.setdefault(told["table"], {})[key] = fields
    return side


def read(key: str, value: object) -> object:
    is_time = key.endswith("_at") and isinstance(value, str)
    return datetime.fromisoformat(str(value)) if is_time else value


def skipped(one: Side, other: Side) -> list[str]:
    """Tables that only one of the two has."""
    return sorted(one.keys() ^ other.keys())


def differences(one: Side, other: Side, names: tuple[str, str]) -> list[str]:
    """One line for each key whose shared fields differ, or that only one side knows."""
    found = []
    for table in [table for table in TABLES if table in one and table in other]:
        for key in sorted(one[table].keys() | other[table].keys(), key=str):
            left, right = one[table].get(key), other[table].get(key)
            if left is None or right is None:
                who, what = (names[1], right) if left is None else (names[0], left)
                found.append(f"{table} {key}: only {who}: {shown(what)}")
                continue
            for field in unequal(left, right, FIELDS):
                told = f"{names[0]} {left[field]}, {names[1]} {right[field]}"
                found.append(f"{table} {key} {field}: {told}")
    return found


def unequal(left: dict, right: dict, fields) -> list[str]:
    """Shared fields that differ; business seconds count where somebody answered."""
    shared = [one for one in left if one in right and one in fields]
    if "business_seconds" in shared and left.get("outcome") not in ANSWERED:
        shared.remove("business_seconds")
    return [one for one in shared if left[one] != right[one]]


def shown(fields: dict | None) -> str:
    return ", ".join(f"{key}={value}" for key, value in (fields or {}).items() if key in FIELDS)


def all_four(said: Side, true: Side, names: tuple[str, str]) -> tuple[int, list[str]]:
    """How many waits either side knows, and a line for each that is not right in all four."""
    one, other = said.get("facts.waits", {}), true.get("facts.waits", {})
    misses = []
    for key in sorted(one.keys() | other.keys(), key=str):
        left, right = one.get(key), other.get(key)
        if left is None or right is None:
            who, what = (names[1], right) if left is None else (names[0], left)
            misses.append(f"{key[0]}: only {who}: {shown(what)}")
        elif wrong := unequal(left, right, FOUR):
            told = [f"{one} is {left[one]} in {names[0]}, {right[one]} in {names[1]}"
                    for one in wrong]  # fmt: skip
            misses.append(f"{key[0]}: {'; '.join(told)}")
    return len(one.keys() | other.keys()), misses


def hits(said: Side, true: Side) -> dict[tuple[str, str], list[int]]:
    """(table, verdict) -> [true ones, said ones, said rightly]; pooled by adding up."""
    counts: dict[tuple[str, str], list[int]] = {}
    for table in [table for table in TABLES if table in said and table in true]:
        for key in said[table].keys() | true[table].keys():
            mine = said[table].get(key, {}).get(WORDS[table])
            real = true[table].get(key, {}).get(WORDS[table])
            if real is not None:
                counts.setdefault((table, str(real)), [0, 0, 0])[0] += 1
            if mine is not None:
                counts.setdefault((table, str(mine)), [0, 0, 0])[1] += 1
                counts[table, str(mine)][2] += mine == real
    return counts
