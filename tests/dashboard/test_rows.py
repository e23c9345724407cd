"""Pages pick rows by name: values are bound, names are checked, a browser gets only so many."""

from datetime import date

import pytest

from dashboard.rows import ROWS, Rows


def test_values_are_bound_never_written_into_the_query():
    text, values = Rows("facts.waits", (("order_id", "'; drop table x"),)).query()

    assert "drop" not in text
    assert values == ["'; drop table x"]


@pytest.mark.parametrize("name", ["a; drop table b", "x)--", "A.B", "", "a.b.c", 'a"b'])
def test_a_name_that_is_no_name_is_refused(name):
    with pytest.raises(LookupError):
        Rows(name).query()
    with pytest.raises(LookupError):
        Rows("facts.waits", ((name, 1),)).query()
    with pytest.raises(LookupError):
        Rows("facts.waits", order=name or "-").query()


def test_rows_sent_to_a_browser_are_bounded():
    assert Rows("facts.waits").query()[0].endswith(f"limit {ROWS}")


def test_a_row_belongs_to_the_week_of_its_own_shop():
    monday = date(2026, 11, 16)
    text, values = Rows("facts.waits", weeks=("started_at", monday, monday)).query()

    assert "steps.calendar" in text
    assert values == [monday, monday]


def test_no_choice_means_no_rows_not_all_rows():
    assert "in (null)" in Rows("facts.waits", (("queue", ()),)).query()[0]
