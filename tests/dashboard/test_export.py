"""A file for a spreadsheet: nothing in it runs, and it says what it holds."""

import csv
import io
from datetime import datetime

import pandas as pd
import pytest

from dashboard.export import as_csv, neutral


@pytest.mark.parametrize("cell", [
    "=1+1", "+1", "-1", "@sum(a1)", "\t=1", "\r=1", "\n=1", "|calc", "%0a", " =1", "\u00a0=1",
    "\ufeff=1", "\u200b=1", "＝1+1", "＋1", "－1", "＠sum", "\0=1",
])  # fmt: skip
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(cell):
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["1001", "Anna", "a=b", 5, -5, 1.5, None])
def test_a_harmless_cell_stays_as_it_is(cell):
    assert neutral(cell) is cell


def test_the_file_carries_its_filters_and_the_time_of_its_data():
    rows = pd.DataFrame({"Order": ["=1001", "1002"], "Waited": [3.5, float("nan")]})

    made = as_csv(rows, "Orders", {"shop": "=evil"}, datetime(2026, 11, 22, 18, 0))

    assert list(csv.reader(io.StringIO(made.decode("utf-8-sig")))) == [
        ["Trackrecord", "Orders"],
        ["data until (UTC)", "2026-11-22 18:00:00"],
        ["shop", "'=evil"],
        [],
        ["Order", "Waited"],
        ["'=1001", "3.5"],
        ["1002", ""],
    ]


def test_a_heading_is_neutral_too():
    made = as_csv(pd.DataFrame({"=cmd": ["x"]}), "-title", {}, None).decode("utf-8-sig")

    assert "'=cmd" in made
    assert "'-title" in made
