"""The tool that scores topics counts right, on a file made up for it."""

import csv

import pytest
from topics import score

MAILS = [
    ("Hello", "Hello, my vase arrived broken, it was in pieces, please send a new one", "damaged"),
    ("", "I want to cancel my order 4411 please, I no longer need it", "change_or_cancel"),
    ("", "Please cancel my order, I ordered by mistake", "damaged"),  # labelled wrong on purpose
]


@pytest.fixture
def found(tmp_path):
    path = tmp_path / "mails_made_up.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("subject", "text", "topic"), *MAILS])
    return score.judged(score.rows_in(path))


def test_figures_are_counted_by_hand(found):
    assert list(found.told) == ["damaged", "change_or_cancel", "change_or_cancel"]
    assert found.accuracy() == pytest.approx(2 / 3)
    assert found.macro_f1() == pytest.approx((2 / 3 + 2 / 3) / 2)
    assert found.counts("damaged") == (2, 1, 1)
    assert found.group({"change_or_cancel"}) == (1, 2, 1)


def test_what_is_written_is_the_seed_that_pages_quote(found, tmp_path):
    score.write(found, tmp_path / "seed.csv")
    rows = list(csv.reader((tmp_path / "seed.csv").open(encoding="utf-8")))
    assert rows[0] == ["topic", "model_version", "labelled", "predicted", "correct"]
    assert [(row[0], *row[2:]) for row in rows[1:]] == [
        ("change_or_cancel", "1", "2", "1"), ("damaged", "2", "1", "1")]  # fmt: skip


def test_chats_count_by_whether_they_are_about_an_order(tmp_path):
    (tmp_path / "mapping.csv").write_text(
        "source,label,topic_kind\nchat,order,order\nchat,price,not_order\nchat,hm,ignore\n")
    (tmp_path / "chats").mkdir()
    (tmp_path / "chats" / "chat.csv").write_text(
        "text,label\nwhere is my order,order\nwhat is the price,price\nhm,hm\n")
    lines = score.chat_report(tmp_path / "chats", tmp_path / "mapping.csv")
    assert lines == ["chats: n 2, order-related 1", "order-related precision 1/1 1.000",
                     "order-related recall 1/1 1.000"]  # fmt: skip
