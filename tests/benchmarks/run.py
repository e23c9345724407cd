"""Runs benchmarks beside their peers: interleaved, medians of five, CPU, wall and memory.

A benchmark is a module of tests/benchmarks/ with PEER (whom the others are measured against, or
None), `prepare(folder)` and `CONTESTANTS`: name -> function of the folder. Each contestant runs in
a process of its own, so that its CPU (children included) and memory are its own; it may return
figures, of which the median is shown. One JSON line each.
"""

import argparse
import importlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests/benchmarks")]
ROUNDS = 5
NO_BENCHMARKS = {"run", "verdicts", "parse_mails"}
Figures = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="BENCH")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--one", nargs=2, metavar=("CONTESTANT", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        name, folder = arguments.one
        run = importlib.import_module(arguments.names[0]).CONTESTANTS[name]
        print(json.dumps(run(Path(folder)) or {}))
        return
    for name in arguments.names or benchmarks():
        bench(name, arguments.rounds)


def benchmarks() -> list[str]:
    found = (path.stem for path in sorted(Path(__file__).parent.glob("*.py")))
    return [name for name in found if name not in NO_BENCHMARKS]


def bench(name: str, rounds: int) -> None:
    """One JSON line for each contestant, and how many times the peer's CPU it saves."""
    module = importlib.import_module(name)
    seen: dict[str, list[Figures]] = {contestant: [] for contestant in module.CONTESTANTS}
    calibrations = []
    with tempfile.TemporaryDirectory(prefix=f"bench-{name}-") as place:
        module.prepare(Path(place))
        for _ in range(rounds):
            calibrations.append(calibration())
            for contestant, runs in seen.items():
                runs.append(measured(name, contestant, place))
    medians = {contestant: median(runs) for contestant, runs in seen.items()}
    for contestant, figures in medians.items():
        line = {"bench": name, "contestant": contestant, "rounds": rounds, **figures}
        line["calibration_seconds"] = round(statistics.median(calibrations), 3)
        if module.PEER and contestant != module.PEER:
            peer = medians[module.PEER]["cpu_seconds"]
            line[f"{module.PEER}_cpu_over_ours"] = round(peer / figures["cpu_seconds"], 2)
        print(json.dumps(line), flush=True)


def measured(name: str, contestant: str, folder: str) -> Figures:
    """CPU and wall seconds and peak memory of a contestant, its children included."""
    started = time.monotonic()
    command = [sys.executable, __file__, name, "--one", contestant, folder]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout
    said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, f"{name}/{contestant} ended with {child.returncode}"
    return json.loads(said.splitlines()[-1]) | {
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "wall_seconds": time.monotonic() - started,
        "peak_mb": usage.ru_maxrss / 1024,
    }


def median(runs: list[Figures]) -> Figures:
    return {key: round(statistics.median(run[key] for run in runs), 3) for key in runs[0]}


def calibration() -> float:
    """CPU seconds of a fixed piece of work: how fast this machine is just now."""
    started = time.process_time()
    total = 0
    for number in range(3_000_000):
        total += number * number % 7
    return time.process_time() - started


if __name__ == "__main__":
    main()
