"""Recurring errors: does a year's every cause form one group, and what do 100,000 findings cost?

`year` is tests/error_year.py through cases.findings: how many causes form exactly one error, none
split and none merged with another. `findings` is the CPU of all models of errors and decisions
on 100,000 findings of 100,000 mails (`models_cpu_seconds`), without making the rows themselves.
"""

import sys
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from error_house import ErrorHouse  # noqa: E402
from error_year import START, WEEKS, causes, year  # noqa: E402
from error_year_house import groups, lay_year  # noqa: E402

PEER = None
SEEDS = range(5)
FINDINGS = 100_000
GROUPING = ("cases.counted", "cases.finding_subjects", "cases.findings", "cases.recurring_errors",
            "metrics.errors_weekly", "metrics.rule_precision", "cases.old_wording")  # fmt: skip


def prepare(folder: Path) -> None:
    pass


def a_year(folder: Path) -> dict[str, float]:
    """Over five years of one shop, made from other dice."""
    alone = total = found = 0
    for seed in SEEDS:
        house = ErrorHouse()
        seen = year(seed)
        lay_year(house, seen)
        exact, wrong = groups(house, seen)
        for line in wrong:
            print(line, file=sys.stderr)
        alone, total, found = alone + exact, total + len(causes()), found + len(seen)
        house.close()
    return {"causes": total, "findings": found, "exactly_one": alone,
            "share": round(alone / total, 4)}  # fmt: skip


def findings(folder: Path) -> dict[str, float]:
    house = ErrorHouse()
    kinds = causes()
    step = timedelta(weeks=WEEKS) / FINDINGS
    for number in range(FINDINGS):
        at, cause = START + number * step, kinds[number * 7 % len(kinds)]
        key = house.mail(f"m{number}", at, cause.template or "order_confirmation.de")
        house.finding(cause.rule, key, at, cause.field, str(number % 5), cause.severity)
    house.read_until(START + timedelta(weeks=WEEKS))
    house.lay()
    house.rows("select * from steps.calendar")
    started = time.process_time()
    for name in GROUPING:
        house.rows(f"select count(*) from {name}")
    spent = time.process_time() - started
    errors = house.row("select count(*), sum(findings) from cases.recurring_errors")
    house.close()
    assert errors[1] == FINDINGS
    return {"models_cpu_seconds": spent, "errors": errors[0]}


CONTESTANTS = {"year": a_year, "findings": findings}
