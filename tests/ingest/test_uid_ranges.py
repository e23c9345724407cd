"""Sets of UIDs as ranges behave as sets do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.uid_ranges import Ranges

uids = st.sets(st.integers(1, 60), max_size=40)


@given(uids, uids, st.integers(1, 61))
def test_ranges_are_sets(one, other, number):
    a, b = Ranges.of(one), Ranges.of(other)

    assert set(a | b) == one | other
    assert set(a - b) == one - other
    assert set(a & b) == one & other
    assert set(a.from_on(number)) == {uid for uid in one if uid >= number}
    assert list(a.backwards()) == sorted(one, reverse=True)
    assert (len(a), bool(a), number in a) == (len(one), bool(one), number in one)
    assert a.last == max(one, default=0)


@given(uids)
def test_a_set_is_the_same_after_it_was_written(one):
    ranges = Ranges.of(one)

    assert Ranges.parsed(str(ranges)) == ranges
    for first, after in zip(ranges.pairs, ranges.pairs[1:], strict=False):
        assert first[1] + 1 < after[0], "touching ranges are one"


def test_a_full_mailbox_is_one_range():
    assert str(Ranges.of(range(1, 100_001))) == "1:100000"
    assert Ranges.parsed("5:3,1:2,9") == Ranges(((1, 5), (9, 9)))
    with pytest.raises(ValueError):
        Ranges.parsed("1:x")
