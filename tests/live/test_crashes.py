"""A build that dies leaves the last one whole, and the next is as if nothing had happened."""

import shutil
import signal

import pytest
from live.crash_shop import CrashShop
from live.dying import SOAK

from ingest.kinds import option_models
from sql.readers import newest
from sql.settings import load

# The long run also kills at an earlier model, and with both files there but no pointer begun.
MOMENTS = [("model", 25), ("file", 1), ("pointer", 1), ("pointed", 1), ("forget", 1),
           *([("model", 5), ("file", 2)] if SOAK else ())]  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Everything is read; its customer key is there, so that all builds have the same keys."""
    made = CrashShop(tmp_path_factory.mktemp("crash"))
    assert made.run("ingest build")["code"] == 0
    made.tables = tables(made)
    shutil.rmtree(made.folder / "data/builds")
    made.keep("read")
    yield made
    made.close()


def tables(shop) -> list[tuple]:
    settings = load(shop.settings, option_models())
    return newest(settings.data).rows("select model, output_key from meta.models order by model")


@pytest.mark.parametrize(("step", "n"), MOMENTS, ids=str)
def test_killed_while_building_readers_see_a_whole_build_or_none(
    shop, step, n, monkeypatch
):
    monkeypatch.setenv("CRASH_PASSWORD", "not asked for")
    shop.bring("read")

    assert shop.run("build", step, n)["code"] == -signal.SIGKILL

    built = newest(shop.folder / "data")
    assert built is None or built.rows("select count(*) from meta.models")[0][0] > 0
    assert shop.run("build")["code"] == 0
    assert tables(shop) == shop.tables
