"""Steps that work row by row: what did not change since the last build is not made again."""

import duckdb
import pytest

from sql.models import Model, step_model
from sql.run_step import run_step

STEP = '''"""Which letters has each word?"""
READS = {
    "words": "select word, letters || ways as input_key, letters from raw.words, raw.ways",
    "ways": "select ways from raw.ways",
}
SAME = ("words", "input_key")
TABLE = "private.letters"
COLUMNS = {"word": "varchar", "said": "varchar", "input_key": "varchar"}
KEY = ("word",)


def run(words, ways):
    (way,) = ways["ways"].to_pylist()
    rows = words.to_pylist()
    with open("PLACE", "a") as file:
        file.writelines(row["word"] + "\\n" for row in rows)
    return {
        "word": [row["word"] for row in rows],
        "said": [row["letters"] + way for row in rows],
        "input_key": [row["input_key"] for row in rows],
    }
'''


@pytest.fixture
def shop(tmp_path):
    db = duckdb.connect()
    for schema in ("raw", "private", "last"):
        db.execute(f"create schema {schema}")
    db.execute("create table raw.words as select * from (values ('a', 'x'), ('b', 'y')) "
               "t(word, letters)")  # fmt: skip
    db.execute("create table raw.ways as select '!' as ways")
    return Shop(db, tmp_path)


class Shop:
    def __init__(self, db, folder):
        self.db, self.folder = db, folder
        self.step = STEP

    def build(self, held="last.letters"):
        """Words that were run, and the rows that came of it; they are the next build's last."""
        ran = self.folder / "ran"
        ran.write_text("")
        path = self.folder / "letters.py"
        path.write_text(self.step.replace("PLACE", str(ran)))
        self.db.execute("drop table if exists private.letters")
        run_step(self.db, step(path), held)
        rows = self.db.execute("select word, said from private.letters order by all").fetchall()
        self.db.execute("create or replace table last.letters as from private.letters")
        return ran.read_text().split(), rows


def step(path) -> Model:
    return step_model(path)


def test_the_first_build_makes_every_row(shop):
    assert shop.build(held=None) == (["a", "b"], [("a", "x!"), ("b", "y!")])


def test_a_build_after_one_new_row_makes_one(shop):
    shop.build(held=None)
    shop.db.execute("insert into raw.words values ('c', 'z')")
    assert shop.build() == (["c"], [("a", "x!"), ("b", "y!"), ("c", "z!")])
    assert shop.build()[0] == []


def test_a_changed_row_is_made_again_and_a_gone_one_is_gone(shop):
    shop.build(held=None)
    shop.db.execute("update raw.words set letters = 'w' where word = 'a'")
    shop.db.execute("delete from raw.words where word = 'b'")
    assert shop.build() == (["a"], [("a", "w!")])


def test_what_all_rows_depend_on_makes_them_all_again(shop):
    shop.build(held=None)
    shop.db.execute("update raw.ways set ways = '?'")
    assert shop.build() == (["a", "b"], [("a", "x?"), ("b", "y?")])


def test_a_new_text_of_the_step_makes_them_all_again(shop):
    shop.build(held=None)
    shop.step = STEP.replace('row["letters"] + way', 'way + row["letters"]')
    assert shop.build() == (["a", "b"], [("a", "!x"), ("b", "!y")])


def test_rows_with_other_columns_are_not_taken_over(shop):
    shop.build(held=None)
    shop.db.execute("alter table last.letters rename said to told")
    assert shop.build()[0] == ["a", "b"]
