"""With only coverage advanced, only verdicts that fell due move; with nothing new, nothing does."""

import shutil
from datetime import timedelta

import pytest

from ingest.kinds import option_models
from ingest.run import ingest
from sql.build import build
from sql.desk import Desk
from sql.readers import newest
from sql.settings import load

FACTS = {  # table -> (key, verdict, verdicts that time alone may change)
    "facts.order_confirmations": ("shop, order_id", "verdict", {"waiting"}),
    "facts.shipping_notices": ("shop, shipment_id", "verdict", {"waiting"}),
    "facts.waits": ("shop, wait_id", "outcome", {"open", "due_soon", "bot"}),
}


@pytest.fixture
def shop(demo_build, tmp_path):
    """A copy of the demo shop that may be read further."""
    shutil.copytree(demo_build.folder, tmp_path / "shop", copy_function=shutil.copy2)
    settings = load(tmp_path / "shop" / "trackrecord.toml", option_models())
    return settings, Desk(settings.desk_url), demo_build.until


def verdicts(settings):
    built = newest(settings.data)
    return {
        (table, *row[:-1]): row[-1]
        for table, (key, verdict, _) in FACTS.items()
        for row in built.rows(f"select {key}, {verdict} from {table}")
    }


def test_a_second_build_with_coverage_frozen_publishes_nothing(shop):
    settings, desk, until = shop
    assert build(settings, desk).build_id is None
    ingest(settings, desk, polled_at=until)  # looked again at the same moment: nothing is new
    assert build(settings, desk).build_id is None


def test_with_only_coverage_advanced_only_due_verdicts_move(shop):
    settings, desk, until = shop
    before = verdicts(settings)
    results = ingest(settings, desk, polled_at=until + timedelta(minutes=40))
    assert sum(result.counts["accepted"] for result in results) == 0

    outcome = build(settings, desk)

    after = verdicts(settings)
    moved = {(key[0], before[key], after[key]) for key in before if before[key] != after[key]}
    assert outcome.build_id and before.keys() == after.keys()
    assert ("facts.order_confirmations", "waiting", "missing") in moved
    assert {(table, was) for table, was, _ in moved} <= {
        (table, was) for table, (_, _, may_change) in FACTS.items() for was in may_change}
    # Nothing that does not depend on the present was made again.
    assert not {"facts.conversations", "staging.messages", "steps.order_mentions"} & {*outcome.made}
