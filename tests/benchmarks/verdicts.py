"""How right are the verdicts? Five fresh demo shops against the planted truth and the oracle.

The seeds come from a commit's hash, so that nobody can choose them:
python tests/benchmarks/verdicts.py --orders 10000 --seeds-from $(git rev-parse HEAD)
Per table and verdict precision and recall, pooled over the shops; for waits also the share of
which start, stop, outcome and business seconds are all right, with every miss and its reason.
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
Sides = dict[str, compare.Side]  # build, truth, oracle
PAIRS = {  # as it is called -> who says it, who is believed
    "truth": ("build", "truth"),
    "oracle": ("build", "oracle"),
    "oracle against truth": ("oracle", "truth"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--orders", type=int, default=5000)
    parser.add_argument("--weeks", type=int, default=13)
    parser.add_argument("--seeds-from", required=True, metavar="COMMIT")
    parser.add_argument("--shops", type=int, default=5)
    arguments = parser.parse_args()
    pooled: dict[str, Counts] = {against: {} for against in PAIRS}
    fours: dict[str, list[int]] = {against: [0, 0] for against in PAIRS}
    for index in range(arguments.shops):
        seed = seed_of(arguments.seeds_from, index)
        sides = witnesses(arguments.orders, arguments.weeks, seed)
        scored = {against: compare.hits(sides[one], sides[other])
                  for against, (one, other) in PAIRS.items()}  # fmt: skip
        for against, names in PAIRS.items():
            add(pooled[against], scored[against])
            known, misses = tell(sides, names, seed)
            fours[against][0] += known
            fours[against][1] += len(misses)
        print(json.dumps({"seed": seed, "orders": arguments.orders} | lines(scored)), flush=True)
    for against, counts in pooled.items():
        print(table(against, counts))
        known, missed = fours[against]
        share = round(1 - missed / known, 5) if known else "–"
        print(f"{'facts.waits: all four right':48} {known:>7} {share:>10} {missed:>6} missed")


def seed_of(commit: str, index: int) -> int:
    return int(hashlib.sha256(f"{commit}{index}".encode()).hexdigest()[:8], 16)


def witnesses(orders: int, weeks: int, seed: int) -> Sides:
    """Make, ingest and build one shop; what the build and both other witnesses say of it."""
    from sql.readers import newest
    from trackrecord import make_demo

    with tempfile.TemporaryDirectory() as place:
        folder, started = Path(place) / "shop", time.monotonic()
        settings, _ = make_demo(folder, orders=orders, weeks=weeks, seed=seed, until=UNTIL)
        build = newest(settings.data)
        assert build, "nothing was published"
        built, truth, made = (compare.of_build(build.rows), compare.of_truth(folder, UNTIL),
                              time.monotonic())  # fmt: skip
        oracle = compare.of_oracle(judge(folder, UNTIL))
        print(f"seed {seed}: {made - started:.0f} s, the oracle {time.monotonic() - made:.0f} s",
              file=sys.stderr)  # fmt: skip
    return {"build": built, "truth": truth, "oracle": oracle}


def tell(sides: Sides, names: tuple[str, str], seed: int) -> tuple[int, list[str]]:
    """The first differences, and every wait that is not right in all four."""
    one, other = (sides[name] for name in names)
    found = compare.differences(one, other, names)
    print(f"{' and '.join(names)}: {len(found)} fields differ", *found[:SHOWN], sep="\n  ",
          file=sys.stderr)  # fmt: skip
    if left_out := compare.skipped(one, other):
        print(f"  not compared, one has no such table: {', '.join(left_out)}", file=sys.stderr)
    known, misses = compare.all_four(one, other, names)
    for miss in misses:
        print(f"  wait missed, seed {seed}, {miss}", file=sys.stderr)
    return known, misses


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
