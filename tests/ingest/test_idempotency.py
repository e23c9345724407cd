"""Any batching, order, interruption or redelivery of the same inputs gives the same store."""

import shutil
from contextlib import ExitStack
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_shop import AT, held, small_shop

from ingest.kinds import kinds
from sql.raw.opening import open_store

SOURCES = ("log", "mails", "orders")
READINGS = st.lists(
    st.tuples(
        st.sampled_from(SOURCES),
        st.sampled_from([0, 1, 2, None]),  # after so many batches it is broken off
        st.booleans(),  # then everything is delivered once more
    ), max_size=6,
)  # fmt: skip
SIZES = st.integers(1, 4)


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return small_shop(tmp_path_factory.mktemp("idempotency"))


def read(shop, source, stop_after=None, redeliver=False):
    options = shop.settings.sources[source]
    with open_store(shop.settings.raw_path) as store:
        run = store.start(source, options.kind, AT)
        batches = kinds()[options.kind].read(options, source, store.cursors(source), AT)
        for number, batch in enumerate(batches):
            if number == stop_after:
                break
            store.commit(run, batch, AT)
        if redeliver:
            store.db.execute("delete from raw.cursors where source = ?", [source])


@pytest.fixture(scope="module")
def at_once(shop):
    for source in SOURCES:
        read(shop, source)
    return held(shop)


@settings(max_examples=12, deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
@given(readings=READINGS, size=SIZES, order=st.permutations(SOURCES))
def test_however_it_is_read_the_store_is_the_same(shop, at_once, readings, size, order):
    shutil.rmtree(shop.settings.data)
    with ExitStack() as smaller:
        for place, bytes_or_items in (
            ("ingest.sources.maildir.BATCH", size), ("ingest.export_reading.ROWS_PER_BATCH", size),
            ("ingest.file_bytes.BLOCK_BYTES", 130 * size),
            ("ingest.file_bytes.PIECE_BYTES", 130 * size),
        ):  # fmt: skip
            smaller.enter_context(patch(place, bytes_or_items))
        for source, stop_after, redeliver in readings:
            read(shop, source, stop_after, redeliver)
        for source in order:
            read(shop, source)

    assert held(shop) == at_once
