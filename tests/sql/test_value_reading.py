"""What a mail says against what the record says: cases in text files, judged by hand."""

from datetime import date
from pathlib import Path

import pytest

from sql.seed_files import read_seed
from sql.value_addresses import address_difference, place_difference
from sql.value_amounts import amount_difference
from sql.value_dates import stated_in
from sql.value_items import items_difference
from sql.value_names import is_name_of

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "sql" / "seeds"
FORMS = {row[0]: row[1] for row in read_seed(SEEDS / "address_words.csv")[1:]}
FLAGS = ("reversed", "two_ways", "other_year")
TITLES = {row[0] for row in read_seed(SEEDS / "name_titles.csv")[1:]}


def cases(name):
    lines = (HERE / f"value_{name}.txt").read_text("utf-8").splitlines()
    rows = [[cell.strip().replace("\\n", "\n") for cell in line.split("|")]
            for line in lines if line and not line.startswith("#")]  # fmt: skip
    assert len(rows) >= 30
    return [pytest.param(*row, id=str(place)) for place, row in enumerate(rows)]


@pytest.mark.parametrize(("name", "said", "expected"), cases("names"))
def test_a_name_fits_however_it_is_written(name, said, expected):
    assert is_name_of(said, name, TITLES) == (expected == "fits")


@pytest.mark.parametrize(("street", "postcode", "city", "said", "expected"), cases("addresses"))
def test_an_address_is_the_same_in_another_spelling(street, postcode, city, said, expected):
    assert address_difference(said, street, postcode, city, FORMS) == expected


@pytest.mark.parametrize(("record", "said", "scope", "expected"), cases("items"))
def test_goods_are_the_same_in_any_layout(record, said, scope, expected):
    parts = [part.strip().partition(" × ") for part in record.split(";")]
    goods = [(title, float(count)) for count, _, title in parts]
    assert items_difference(said, goods, scope == "all") == expected


@pytest.mark.parametrize("line", [
    "1 × " + " " * 4000 + "x", "-" * 4000, "1 x " * 1000, "9," * 2000,
])  # fmt: skip
def test_a_hostile_list_is_read_to_its_end(line):
    assert items_difference(line, [("Wool Scarf", 1.0)], True) == "absent"


@pytest.mark.parametrize(("total", "currency", "said", "expected"), cases("amounts"))
def test_a_total_is_the_same_in_any_notation(total, currency, said, expected):
    assert amount_difference(said, float(total), currency or None) == expected


@pytest.mark.parametrize(("zone", "day", "said", "start", "last", "flags"), cases("dates"))
def test_a_day_is_read_with_what_is_wrong_with_it(zone, day, said, start, last, flags):
    found = stated_in(said, date.fromisoformat(day), is_month_first=zone == "America")
    wrong = [flag for flag in FLAGS if getattr(found, f"is_{flag}")]
    assert [str(found.from_day or ""), str(found.last_day or ""), wrong] == [
        start, last, flags.split()]  # fmt: skip


@pytest.mark.parametrize(("said", "expected"), [
    ("Kiosk am Markt\nMarktplatz 3, Köln", "same"), ("KIOSK AM MARKT, Marktpl. 3", "same"),
    ("Kiosk am Dom, Domplatz 3", "wording"),
])  # fmt: skip
def test_a_pick_up_point_is_known_by_its_words(said, expected):
    assert place_difference(said, "Kiosk am Markt, Marktplatz 3", FORMS) == expected
