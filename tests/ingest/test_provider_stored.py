"""A shop without an archive, all the way: a provider's events read, stored, judged and told."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from provider_bodies import event, lines, write

from ingest.doctor import examine
from ingest.kinds import option_models
from ingest.run import ingest
from sql.build import build
from sql.check import check
from sql.desk import Desk
from sql.query import require_build
from sql.raw.opening import open_store
from sql.settings import load

NOW = datetime(2026, 11, 23, 12)
EXAMPLES = Path(__file__).parent / "events"
SETTINGS = """
[shops.nordlicht]
name = "Nordlicht"
zone = "Europe/Berlin"
domains = ["nordlicht.example"]

[sources.orders]
kind = "csv"
shop = "nordlicht"
table = "orders"
files = ["orders.csv"]
zone = "UTC"

[sources.esp]
kind = "sendgrid"
shop = "nordlicht"
files = ["esp/*.json"]

[sources.ses]
kind = "ses"
shop = "nordlicht"
files = ["ses/*.json"]
order_id = "nothing"
"""


class House:
    def __init__(self, folder):
        self.folder = folder
        (folder / "trackrecord.toml").write_text(SETTINGS)
        (folder / "orders.csv").write_text(
            "order_id,placed_at,email\n1001,2026-11-23 10:00,c1@mail.example\n"
            "1002,2026-11-23 10:10,c2@mail.example\n1003,2026-11-23 10:20,c3@mail.example\n"
        )
        self.settings = load(folder / "trackrecord.toml", option_models())
        self.desk = Desk(self.settings.desk_url)

    def read(self, hours=0):
        results = ingest(self.settings, self.desk, polled_at=NOW + timedelta(hours=hours))
        assert [result.trouble for result in results] == [None] * 3
        return {result.source: +result.counts for result in results}

    def rows(self, sql: str) -> list[tuple]:
        with open_store(self.settings.raw_path) as store:
            return store.db.execute(sql).fetchall()

    def built(self):
        build(self.settings, self.desk, lambda line: None)
        return require_build(self.settings)


def at(clock: str) -> int:
    return int(datetime.fromisoformat(f"2026-11-23T{clock}Z").timestamp())


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path)
    write(tmp_path / "esp" / "a.json", lines(
        event(1, event="processed", timestamp=at("10:01:00")),
        event(1, event="delivered", timestamp=at("10:01:02"), sg_event_id="d1"),
        event(2, event="processed", timestamp=at("10:11:00")),
        event(2, event="bounce", type="bounce", timestamp=at("10:11:02"), sg_event_id="b2",
              reason="550 5.1.1 no such user", status="5.1.1"),
        event(1, event="open", timestamp=at("10:30:00"), sg_event_id="o1"),
        event(9, event="delivered", timestamp=0),
        event(8, event="processed", order_id=None, kind=None, timestamp=at("11:59:00")),
    ))  # fmt: skip
    write(tmp_path / "ses" / "a.json", (EXAMPLES / "ses_bounce_permanent.json").read_bytes())
    return made


def test_everything_read_is_accounted_for_and_read_again_adds_nothing(house):
    assert house.read() == {
        "orders": {"accepted": 3}, "ses": {"accepted": 1},
        "esp": {"accepted": 5, "ignored": 1, "quarantined": 1},
    }  # fmt: skip
    assert house.rows("select count(*) from raw.mail_events where instance = 'ses'") == [(2,)]
    assert house.read(1) == {"orders": {}, "ses": {}, "esp": {}}
    copy = (house.folder / "esp" / "a.json").read_bytes()
    write(house.folder / "esp" / "again.json", copy)

    assert house.read(2)["esp"] == {"duplicate": 5, "ignored": 1, "quarantined": 1}
    assert house.rows("select count(*), count(distinct event_key) from raw.mail_events") == [
        (7, 7)]  # fmt: skip
    assert house.rows("""select count(*) from raw.runs where items_read
        <> accepted + duplicate + quarantined + deferred + ignored""") == [(0,)]


def test_the_events_alone_judge_every_confirmation(house):
    house.read()
    found = house.built()

    assert found.rows("""select order_id, verdict from facts.order_confirmations order by 1""") == [
        ("1001", "on_time"), ("1002", "bounced"), ("1003", "missing")]  # fmt: skip
    assert found.rows("select path, role, items from metrics.sources where source = 'esp'") == [
        ("esp", "log", 5)]  # fmt: skip
    assert found.rows("""select state, is_hard, classification from staging.mail_deliveries
        where path = 'esp' and state = 'bounced'""") == [("bounced", True, "bounce")]  # fmt: skip


def test_check_tells_that_many_events_are_of_types_unknown_here(house):
    write(house.folder / "esp" / "b.json", lines(event(7, event="teleported")))
    house.read()

    assert [line for line in check(house.built()) if "unknown types" in line] == [
        "something may be missing: esp: 1 of the last 7 events are of unknown types"
        " (teleported); they are kept as unknown: a newer trackrecord may know them"
    ]


def test_doctor_tries_a_providers_places(house):
    seen = {one.source: (one.state, one.kind) for one in examine(house.settings, NOW).seen}

    assert (seen["esp"], seen["ses"]) == (("ok", "sendgrid"), ("ok", "ses"))


def test_an_event_published_and_notified_alike_is_one(house):
    published = json.loads((EXAMPLES / "ses_bounce_permanent.json").read_text())
    notified = {"notificationType": published.pop("eventType"), **published}
    write(house.folder / "ses" / "b.json", json.dumps(notified).encode())
    wrapped = {"Type": "Notification", "TopicArn": "x", "Message": json.dumps(notified)}
    write(house.folder / "ses" / "c.json", json.dumps(wrapped).encode())

    assert house.read()["ses"] == {"accepted": 1, "duplicate": 2}
