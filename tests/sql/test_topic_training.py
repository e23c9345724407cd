"""`trackrecord train`: corrections become labels, and only labels left out are counted."""

import json

import duckdb
import pytest

from sql import topic_training
from sql.desk import Desk
from sql.settings import Settings, Shop
from sql.topic_examples import Example
from sql.topic_store import SHIPPED, head_of, in_use, keep
from sql.topic_training import train, whole_mails
from sql.trouble import Trouble

SEEDS = [
    Example(f"{said} {tail}", topic, f"{topic}{tail}", f"{topic}{tail}")
    for topic, said in (("damaged", "glass broken"), ("other", "a job in your shop"),
                        ("where_is_my_order", "where is my parcel"))
    for tail in ("please", "thanks", "today", "hello")
]  # fmt: skip


@pytest.fixture
def shop(tmp_path, monkeypatch):
    monkeypatch.setattr(topic_training, "seed_examples", lambda: SEEDS)
    settings = Settings(path=tmp_path / "trackrecord.toml", data=tmp_path / "data",
                        shops={"nordlicht": Shop(name="N", zone="UTC")},
                        desk_url=f"sqlite:///{tmp_path}/desk.sqlite")  # fmt: skip
    return settings, Desk(settings.desk_url)


def built(settings, texts):
    """A published build that holds only the customers' words."""
    folder = settings.data / "builds"
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / "build-b1.duckdb")) as public:
        public.execute("create schema meta")
    with duckdb.connect(str(folder / "private-b1.duckdb")) as private:
        private.execute("create table topic_texts (message_key varchar, words varchar)")
        private.executemany("insert into topic_texts values (?, ?)", list(texts.items()))
    (folder / "CURRENT").write_text("b1")


def test_without_corrections_it_says_where_to_make_them(shop):
    (line,) = train(*shop, "mia")
    assert "Complaints" in line
    assert in_use(shop[0].data) == SHIPPED


def test_without_a_build_it_says_to_build(shop):
    shop[1].decide("topic", "m1", "mia", payload={"topic": "damaged"})
    with pytest.raises(Trouble, match="no build yet"):
        train(*shop, "mia")


def test_a_build_older_than_the_topics_is_told_from_a_fault(shop):
    built(shop[0], {"m1": "thing"})
    with duckdb.connect(str(shop[0].data / "builds" / "private-b1.duckdb")) as private:
        private.execute("drop table topic_texts")
    shop[1].decide("topic", "m1", "mia", payload={"topic": "damaged"})
    with pytest.raises(Trouble, match="run `trackrecord build`"):
        train(*shop, "mia")


def test_corrections_make_a_model_that_the_next_build_uses(shop):
    settings, desk = shop
    words = {f"m{at}": f"wobbly thing number {at % 3} from mia" for at in range(24)}
    built(settings, words)
    for key in words:
        desk.decide("topic", key, "mia", payload={"topic": "damaged"})
    desk.decide("topic", "gone", "mia", payload={"topic": "damaged"})

    said = train(settings, desk, "mia", is_dry_run=True)
    assert said[0].startswith("24 corrections and confirmations (1 more have no text")
    assert "right on labels left out: 24 of 24" in said[1]
    assert any("on 24 labels new to both" in line for line in said)
    assert not any("wobbly" in line or "m3" in line for line in said)  # no customer's words
    assert in_use(settings.data) == SHIPPED

    said = train(settings, desk, "mia")
    used = in_use(settings.data)
    assert said[-1] == f"{used} is in use from the next build on"
    head = head_of(used)
    assert (head["labels"], len(head["seen"])) == (24, 24)
    assert head["own_figures"] == [["damaged", 24, 24, 24]]
    assert [row["action"] for row in desk.audit_log()][:2] == ["train", "train reads private"]

    again = train(settings, desk, "mia", is_dry_run=True)
    assert any("only 0 labels are new to it" in line for line in again)


def test_under_twenty_labels_nothing_is_claimed(shop):
    settings, desk = shop
    built(settings, {"m1": "wobbly thing"})
    desk.decide("topic", "m1", "mia", payload={"topic": "damaged"})
    said = train(settings, desk, "mia")
    assert said[1] == "under 20 labels nothing is claimed of the model"
    assert not any("%" in line for line in said)
    assert head_of(in_use(settings.data))["own_figures"] == []


def test_the_last_three_models_are_kept_and_the_newest_is_in_use(tmp_path):
    stored = SHIPPED.read_bytes()
    for version in ("a", "b", "c", "d", "a"):
        keep(stored, version, tmp_path)
    kept = sorted(path.name for path in (tmp_path / "models").glob("*.npz"))
    assert kept == ["topics-a.npz", "topics-c.npz", "topics-d.npz"]
    assert (tmp_path / "models" / "CURRENT").read_text() == "topics-a.npz"


def test_a_model_that_is_named_and_not_there_stops_with_a_way_out(tmp_path):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "CURRENT").write_text("topics-x.npz\n")
    with pytest.raises(Trouble, match="run `trackrecord train`"):
        in_use(tmp_path)


def test_a_model_made_with_other_rules_is_not_used_with_these(tmp_path, shop):
    model = topic_training.trained_on([], SEEDS).model
    from dataclasses import replace

    from sql.topic_model import packed

    old = replace(model, notes={**model.notes, "made_from": "before"})
    keep(packed(old), old.version, tmp_path)
    assert in_use(tmp_path) == SHIPPED
    assert json.dumps(head_of(SHIPPED))


def test_how_sure_a_model_may_be_is_measured_on_whole_mails_where_there_are_any():
    mail = Example("the lamp wobbles", "damaged", "mail:1", "mail:1", 2.0)
    assert whole_mails([*SEEDS, mail, *SEEDS]) == [len(SEEDS)]
    assert whole_mails(SEEDS) == list(range(len(SEEDS)))
