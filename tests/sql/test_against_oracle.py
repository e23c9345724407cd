"""The build, the planted truth and an independent oracle must tell the same story of one shop."""

import importlib
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
compare = importlib.import_module("oracles.compare")
judge = importlib.import_module("oracles.verdicts").judge

SHOWN = 15  # differences, the first of them
NOT_JUDGED = {"facts.message_topics"}  # the oracle reads no topics
NOT_PLANTED = {"facts.conversations", "facts.confirmation_witnesses"}
NEW = {"facts.messages", "facts.wait_escalations", "facts.message_topics"}  # not everywhere yet


@pytest.fixture(scope="module")
def oracle(demo_build):
    return compare.of_oracle(judge(demo_build.folder, demo_build.until))


@pytest.fixture(scope="module")
def truth(demo_build):
    return compare.of_truth(demo_build.folder, demo_build.until)


def agree(differences: list[str], table: str) -> None:
    mine = [line for line in differences if line.startswith(table)]
    if mine:
        pytest.fail("\n".join([f"{len(mine)} differences", *mine[:SHOWN]]), pytrace=False)


@pytest.fixture(scope="module")
def built(demo_build):
    return compare.of_build(demo_build.build.rows)


def skip_new(side: dict, who: str, table: str) -> None:
    if table in NEW | NOT_PLANTED and table not in side:
        pytest.skip(f"the {who} has no {table} yet")


@pytest.mark.parametrize("table", sorted(compare.WORDS.keys() - NOT_JUDGED))
def test_the_build_agrees_with_the_oracle_on_every_verdict(built, oracle, table):
    skip_new(built, "build", table)

    assert built[table], "an empty table agrees with everything"
    agree(compare.differences(built, oracle, ("build", "oracle")), table)


@pytest.mark.parametrize("table", sorted(compare.WORDS.keys() - NOT_JUDGED - NOT_PLANTED))
def test_the_oracle_agrees_with_what_was_planted(oracle, truth, table):
    skip_new(truth, "planted truth", table)

    assert truth[table], "nothing was planted"
    agree(compare.differences(oracle, truth, ("oracle", "truth")), table)
