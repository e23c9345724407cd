"""How right are the verdicts? Five fresh demo shops against the planted truth and the oracle.

The seeds come from a commit's hash, so that nobody can choose them:
python tests/benchmarks/verdicts.py --orders 5000 --seeds-from $(git rev-parse HEAD)
"""

import argparse
import hashlib
import importlib
import json
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
compare = importlib.import_module("oracles.compare")
judge = importlib.import_module("oracles.verdicts").judge

UNTIL = datetime(2026, 11, 22, 17)  # fixed: the same commit always makes the same shops
SHOWN = 40  # differences, the first of them
Counts = dict[tuple[str, str], list[int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--orders", type=int, default=5000)
    parser.add_argument("--weeks", type=int, default=13)
    parser.add_argument("--seeds-from", required=True, metavar="COMMIT")
    parser.add_argument("--shops", type=int, default=5)
    arguments = parser.parse_args()
    pooled: dict[str, Counts] = {"truth": {}, "oracle": {}, "oracle against truth": {}}
    for index in range(arguments.shops):
        seed = seed_of(arguments.seeds_from, index)
        scored = score(arguments.orders, arguments.weeks, seed)
        for against, counts in scored.items():
            add(pooled[against], counts)
        print(json.dumps({"seed": seed, "orders": arguments.orders} | lines(scored)), flush=True)
    for against, counts in pooled.items():
        print(table(against, counts))


def seed_of(commit: str, index: int) -> int:
    return int(hashlib.sha256(f"{commit}{index}".encode()).hexdigest()[:8], 16)


def score(orders: int, weeks: int, seed: int) -> dict[str, Counts]:
    """Make, ingest and build one shop, and hold its verdicts against both witnesses."""
    from sql.readers import newest
    from trackrecord import make_demo

    with tempfile.TemporaryDirectory() as place:
        folder, started = Path(place) / "shop", time.monotonic()
        settings, _ = make_demo(folder, orders=orders, weeks=weeks, seed=seed, until=UNTIL)
        build = newest(settings.data)
        assert build, "nothing was published"
        built, truth = compare.of_build(build.rows), compare.of_truth(folder, UNTIL)
        oracle = compare.of_oracle(judge(folder, UNTIL))
        print(f"seed {seed}: {time.monotonic() - started:.0f} s", file=sys.stderr)
    for name, other in (("truth", truth), ("oracle", oracle)):
        found = compare.differences(built, other, ("build", name))
        print(f"build and {name}: {len(found)} fields differ", *found[:SHOWN], sep="\n  ",
              file=sys.stderr)  # fmt: skip
    return {
        "truth": compare.hits(built, truth),
        "oracle": compare.hits(built, oracle),
        "oracle against truth": compare.hits(oracle, truth),
    }


def add(sums: Counts, counts: Counts) -> None:
    for key, numbers in counts.items():
        before = sums.get(key, [0, 0, 0])
        sums[key] = [one + two for one, two in zip(before, numbers, strict=True)]


def rates(counts: Counts) -> dict[str, dict[str, float | int | None]]:
    """Per verdict, and per table over all its verdicts."""
    sums: Counts = {}
    for (table, _), numbers in counts.items():
        add(sums, {(table, "all"): numbers})
    return {
        f"{table}.{verdict}": {
            "n": true,
            "precision": round(right / said, 5) if said else None,
            "recall": round(right / true, 5) if true else None,
        }
        for (table, verdict), (true, said, right) in sorted((sums | counts).items())
    }


def lines(scored: dict[str, Counts]) -> dict[str, dict]:
    return {against: rates(counts) for against, counts in scored.items()}


def table(against: str, counts: Counts) -> str:
    rows = [f"\nagainst: {against}\n{'verdict':48} {'n':>7} {'precision':>10} {'recall':>8}"]
    for name, rate in rates(counts).items():
        shown = ["–" if value is None else str(value) for value in rate.values()]
        rows.append(f"{name:48} {shown[0]:>7} {shown[1]:>10} {shown[2]:>8}")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
